// What client and server agree on after the accept: encryption and callback (S13). The policy server has answered by
// then; its log shows an accept. Source: semantics.md 4.5, 5.1.
#include "engine/check_tables.hpp"
#include "engine/credentials.hpp"

namespace rapsim {
namespace {

constexpr std::uint8_t kEveryLevel = kBasic | kStrong | kStrongest;

std::uint8_t profile_levels(const CheckInput& in) {
  return static_cast<std::uint8_t>(in.policy->profile.encryption.value & kEveryLevel);
}

/// MPPE keys come from MS-CHAP and from EAP types other than MD5 (RFC 3079; other types than TLS: inferred).
Truth method_has_keys(const Attempt& attempt) {
  const auto is_ms_chap = [](Method method) { return change_of(without_change(method.type)) != 0; };
  return (uses_eap(attempt) && !attempt.eap_type().is(kEapMd5)) || attempt.method().meets(is_ms_chap);
}

/// The encryption of L2TP is IPsec's and that of SSTP is TLS: neither needs MPPE keys.
Truth has_keys(const Attempt& attempt) {
  const Maybe<Tunnel> tunnel = attempt.tunnel();
  return tunnel.is(TunnelType::l2tp) || tunnel.is(TunnelType::sstp) || method_has_keys(attempt);
}

/// A level that the client offers and the profile has.
Truth has_common_level(const CheckInput& in) {
  const Maybe<EncryptionNeed> need = in.facts.attempt.encryption_need();
  const Maybe<std::uint8_t> can = in.facts.attempt.encryption_can();
  const auto may = [&](EncryptionNeed client) {
    const int levels = client == EncryptionNeed::maximum ? kStrongest
                       : client == EncryptionNeed::none  ? 0
                                                         : kEveryLevel;
    if ((profile_levels(in) & levels) == 0) return Truth::no;
    return can.meets([&](std::uint8_t own) { return (own & profile_levels(in) & levels) != 0; });
  };
  if (need.is_present()) return may(need.value);
  return may(EncryptionNeed::optional) == Truth::no ? Truth::no : Truth::unknown;
}

Truth encrypts(const CheckInput& in) { return has_common_level(in) && has_keys(in.facts.attempt); }

Truth client_requires(const CheckInput& in) {
  const Maybe<EncryptionNeed> need = in.facts.attempt.encryption_need();
  return need.is(EncryptionNeed::required) || need.is(EncryptionNeed::maximum);
}

bool policy_requires(const CheckInput& in) { return (in.policy->profile.encryption.value & kNoEncryption) == 0; }

/// One of the two requires what they do not have in common.
Truth is_left_without(const CheckInput& in) {
  return (client_requires(in) || truth(policy_requires(in))) && !encrypts(in);
}

/// From Vista on a client does 128 bits only unless somebody changes that (KB929856): then its requirement, or the
/// policy's, is what nobody can meet.
Truth is_strong_by_nature(const CheckInput& in) {
  return in.facts.attempt.windows().meets(is_from_vista) && in.facts.attempt.encryption_can().is(kStrongest);
}

/// Both would encrypt, with keys, but at no level of the other.
Truth levels_differ(const CheckInput& in) {
  const Truth client_encrypts = !in.facts.attempt.encryption_need().is(EncryptionNeed::none);
  return is_left_without(in) && client_encrypts && truth(profile_levels(in) != 0) && !is_strong_by_nature(in) &&
         has_keys(in.facts.attempt) && !has_common_level(in);
}
Truth levels_differ_here(const CheckInput& in) { return in.facts.asker.is_radius ? Truth::no : levels_differ(in); }
Truth levels_differ_on_ias(const CheckInput& in) { return in.facts.asker.is_radius ? levels_differ(in) : Truth::no; }

Truth both_lack_keys(const CheckInput& in) {
  return truth(policy_requires(in)) && client_requires(in) && !has_keys(in.facts.attempt);
}

Truth client_is_left_without(const CheckInput& in) {
  return client_requires(in) && !encrypts(in) && !levels_differ(in) && !both_lack_keys(in);
}

Truth policy_is_left_without(const CheckInput& in) {
  return truth(policy_requires(in)) && !client_requires(in) && !encrypts(in) && !levels_differ(in);
}

std::string level_texts(std::int64_t levels) {
  constexpr std::pair<EncryptionLevel, std::string_view> kNames[] = {
      {kNoEncryption, "none"}, {kBasic, "basic"}, {kStrong, "strong"}, {kStrongest, "strongest"}};
  std::string out;
  for (const auto& [bit, name] : kNames)
    if ((levels & bit) != 0) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

std::string profile_wants(const CheckInput& in) {
  return level_texts(in.policy->profile.encryption.value) + " in the profile, and keys for it";
}

std::string encryption_was(const CheckInput& in) {
  std::string out =
      "client: " + field_was(in, FieldId::encryption_requires) + ", can " + field_was(in, FieldId::encryption_can);
  if (has_keys(in.facts.attempt) == Truth::no) out += "; " + method_was(in) + " makes no keys";
  return out;
}

Span encryption_where(const CheckInput& in) { return in.policy->profile.encryption.where; }

// --- callback, of calls only ---

Truth callback_number_is_bad(const CheckInput& in) {
  const Maybe<std::string_view> number = in.facts.attempt.text(FieldId::callback_number);
  if (in.policy->ignore_dial_in.value || number.is_absent()) return Truth::no;
  const UserClass& account = in.facts.account;
  const Truth sets_it = account.is_known ? truth(account.callback == Callback::set_by_caller) : Truth::unknown;
  const auto has_others = [](std::string_view text) {
    return text.find_first_not_of("0123456789 ()+-.,*#/") != std::string_view::npos;
  };
  return in.facts.attempt.tunnel().is(kCall) && sets_it && number.meets(has_others);
}

std::string a_number(const CheckInput&) { return "a telephone number"; }

Span callback_where(const CheckInput& in) {
  return account_where<Callback>(in,
                                 [](const User& user) -> const Setting<Callback>& { return user.dial_in.callback; });
}

using enum Basis;
constexpr auto kAfter = StageId::negotiation;
constexpr auto kAccept = Answer::accept;
constexpr std::string_view kEncryption = "encryption.requires encryption.can tunnel authentication eap.type";

// clang-format off
constexpr Check kChecks[] = {
  // stage  name                   cause                                     answer   needs           asked             violated                wanted         was             where             basis       gap     source
  {kAfter, "no-keys",              cause("no-common-encryption"),            kAccept, Needs::attempt, kEncryption,      both_lack_keys,         profile_wants, encryption_was, encryption_where, inferred,   "G-9",  "SEED, semantics 4.5, RFC 3079"},
  {kAfter, "encryption-levels",    cause("policy-encryption-level-mismatch"), kAccept, Needs::attempt, kEncryption,     levels_differ_here,     profile_wants, encryption_was, encryption_where, inferred,   "G-9",  "SEED, semantics 4.5, MS KB929856"},
  {kAfter, "encryption-levels-ias", cause("ias-policy-encryption-check"),    kAccept, Needs::attempt, kEncryption,      levels_differ_on_ias,   profile_wants, encryption_was, encryption_where, inferred,   "G-9",  "SEED, semantics 4.5"},
  {kAfter, "client-encryption",    cause("encryption-required-unsupported"), kAccept, Needs::attempt, kEncryption,      client_is_left_without, profile_wants, encryption_was, encryption_where, inferred,   "G-9",  "semantics 4.5, RFC 3079, MS KB929857"},
  {kAfter, "policy-encryption",    cause("encryption-required-by-policy"),   kAccept, Needs::attempt, kEncryption,      policy_is_left_without, profile_wants, encryption_was, encryption_where, inferred,   "G-9",  "semantics 4.5, RFC 2548 2.4.4, MS KB929856"},
  {kAfter, "callback-number",      cause("callback-number-rejected"),        kAccept, Needs::account, "callback-to tunnel", callback_number_is_bad, a_number,     field_was<FieldId::callback_number>, callback_where, inferred, "", "RASERR 704"},
};
// clang-format on

}  // namespace

std::span<const Check> negotiation_checks() { return kChecks; }

}  // namespace rapsim
