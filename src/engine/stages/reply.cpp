#include "engine/stages/reply.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/stable_sort.hpp>

namespace rapsim {
namespace {

class Reply {
 public:
  Reply(const Facts& facts, const Policy& policy)
      : facts_(facts),
        profile_(policy.profile),
        dial_in_(policy.ignore_dial_in.value ? nullptr : dial_in_of(account_of(facts.site, facts.subject))) {}

  std::vector<ReplyAttribute> make() {
    add_dial_in();
    add_given();
    add_defaults();
    add_timeouts();
    add_address();
    add_encryption();
    add_filters();
    ranges::stable_sort(out_, [](const ReplyAttribute& a, const ReplyAttribute& b) {
      return attribute(a.attribute).name < attribute(b.attribute).name;
    });
    return std::move(out_);
  }

 private:
  void add(std::string_view name, std::string value, Span where, Basis basis, std::string_view source) {
    const AttributeId id = attribute_of(name);
    const auto is_it = [&](const auto& other) { return other.attribute == id; };
    // The account overrides the profile (INTRO), and what the profile writes out its other settings.
    if (ranges::any_of(profile_.attributes, is_it) || ranges::any_of(out_, is_it)) return;
    out_.push_back({id, std::move(value), where, basis, source});
  }

  static const DialIn* dial_in_of(const User* account) { return account == nullptr ? nullptr : &account->dial_in; }

  void add_dial_in() {
    if (dial_in_ == nullptr) return;
    add_callback();
    if (!has_caller_ids(*facts_.site.site)) return;
    if (dial_in_->static_ip.is_given())
      out_.push_back({attribute_of("Framed-IP-Address"), dial_in_->static_ip.value, dial_in_->static_ip.where,
                      Basis::documented, "msRADIUSFramedIPAddress, nps-np-access.md"});
    for (const Reference& route : dial_in_->static_routes)
      out_.push_back({attribute_of("Framed-Route"), route.text, route.where, Basis::documented,
                      "msRADIUSFramedRoute, nps-np-access.md"});
  }

  /// Callback Framed, with the number of the account or the one that the caller gives.
  void add_callback() {
    const Setting<Callback>& callback = dial_in_->callback;
    if (callback.value == Callback::none) return;
    const Maybe<std::string_view> asked = facts_.attempt.text(FieldId::callback_number);
    const bool is_set_by_caller = callback.value == Callback::set_by_caller;
    if (is_set_by_caller && !asked.is_present()) return;  // the caller may go on without
    constexpr std::string_view kSource = "msRADIUSServiceType 4, msRADIUSCallbackNumber";
    out_.push_back({attribute_of("Service-Type"), "4", callback.where, Basis::documented, kSource});
    out_.push_back({attribute_of("Callback-Number"),
                    is_set_by_caller ? std::string(asked.value) : dial_in_->callback_number, callback.where,
                    Basis::documented, kSource});
  }

  void add_given() {
    const std::vector<ReplyAttribute> of_account = out_;
    const auto is_overridden = [&](const ProfileAttribute& given) {
      return ranges::any_of(of_account, [&](const ReplyAttribute& own) { return own.attribute == given.attribute; });
    };
    for (const ProfileAttribute& given : profile_.attributes)
      if (!is_overridden(given))
        for (const std::string& value : given.values)
          out_.push_back({given.attribute, value, given.where, Basis::documented, "the profile's own attributes"});
  }

  void add_defaults() {
    add("Service-Type", "2", {}, Basis::inferred, "both built-in profiles return Framed");
    add("Framed-Protocol", "1", {}, Basis::inferred, "both built-in profiles return PPP");
  }

  void add_timeouts() {
    const auto seconds = [](const Setting<std::chrono::seconds>& setting) {
      return std::to_string(setting.value.count());
    };
    if (profile_.session_timeout.is_given())
      add("Session-Timeout", seconds(profile_.session_timeout), profile_.session_timeout.where, Basis::documented,
          "RFC 2865 5.27");
    if (profile_.idle_timeout.is_given())
      add("Idle-Timeout", seconds(profile_.idle_timeout), profile_.idle_timeout.where, Basis::documented,
          "RFC 2865 5.28");
  }

  /// How the choices map to these values is unverified (semantics 4.4).
  void add_address() {
    const Span where = profile_.address_assignment.where;
    switch (profile_.address_assignment.value) {
      case AddressAssignment::server_settings:
        return;
      case AddressAssignment::server_must_supply:
        return add("Framed-IP-Address", "255.255.255.254", where, Basis::unverified, "RFC 2865 5.8: the NAS chooses");
      case AddressAssignment::client_may_request:
        return add("Framed-IP-Address", "255.255.255.255", where, Basis::unverified,
                   "RFC 2865 5.8: the user may choose");
      case AddressAssignment::static_address:
        return add("Framed-IP-Address", profile_.static_address.value, profile_.static_address.where, Basis::documented,
                   "RFC 2865 5.8");
    }
  }

  /// Types bits: 2 = 40-bit, 4 = 128-bit, 8 = 56-bit (the last one inferred, G-9).
  void add_encryption() {
    const std::uint8_t levels = profile_.encryption.value;
    const Span where = profile_.encryption.where;
    const int types =
        ((levels & kBasic) != 0 ? 2 : 0) + ((levels & kStrongest) != 0 ? 4 : 0) + ((levels & kStrong) != 0 ? 8 : 0);
    const bool none = (levels & kNoEncryption) != 0;
    add("MS-MPPE-Encryption-Policy", none ? "1" : "2", where, Basis::documented, "RFC 2548 2.4.4");
    add("MS-MPPE-Encryption-Types", std::to_string(types), where,
        (levels & kStrong) != 0 ? Basis::inferred : Basis::documented, "RFC 2548 2.4.5; bit 8 inferred, G-9");
  }

  void add_filters() {
    add_filter("input", profile_.input_filter);
    add_filter("output", profile_.output_filter);
  }

  void add_filter(std::string_view direction, const PacketFilter& filter) {
    if (!filter.drop_by_default.value && filter.except.empty()) return;
    std::string text = std::string(direction) + (filter.drop_by_default.value ? ": drop" : ": forward") + " all";
    for (std::size_t i = 0; i < filter.except.size(); ++i) text += (i == 0 ? " except " : "; ") + filter.except[i].text;
    const Span where = filter.except.empty() ? filter.drop_by_default.where : filter.except.front().where;
    add("MS-Filter", std::move(text), where, Basis::documented, "RFC 2548 2.7.3; shown as text");
  }

  const Facts& facts_;
  const Profile& profile_;
  const DialIn* dial_in_;  // nullptr: unknown, or ignored
  std::vector<ReplyAttribute> out_;
};

}  // namespace

std::vector<ReplyAttribute> reply_of(const Facts& facts, PolicyIndex policy) {
  return Reply(facts, facts.site.site->policies[policy]).make();
}

}  // namespace rapsim
