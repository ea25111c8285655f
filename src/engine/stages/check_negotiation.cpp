// What client and server agree on after the accept: encryption and callback (S13). The policy server has answered by
// then; its log shows an accept. Source: semantics.md 4.5, 5.1.
#include "base/text.hpp"
#include "engine/stages/check_tables.hpp"
#include "engine/stages/credentials.hpp"

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

/// IPsec and TLS encrypt by themselves: L2TP and SSTP need no MPPE keys.
Truth has_keys(const Attempt& attempt) {
  const Truth is_encrypted =
      attempt.tunnel().meets([](const Tunnel& tunnel) { return tunnel && row_of(*tunnel).has_own_encryption; });
  return is_encrypted || method_has_keys(attempt);
}

/// A level that the client offers and the profile has.
Truth has_common_level(const CheckInput& in) {
  const Maybe<EncryptionNeed> need = attempt_of(in).encryption_need();
  const auto has_one = [&](EncryptionNeed client) {
    const int wanted = client == EncryptionNeed::maximum ? kStrongest
                       : client == EncryptionNeed::none  ? 0
                                                         : kEveryLevel;
    const int levels = profile_levels(in) & wanted;
    if (levels == 0) return Truth::no;
    return attempt_of(in).encryption_can().meets([&](std::uint8_t can) { return (can & levels) != 0; });
  };
  if (need.is_present()) return has_one(need.value);
  return has_one(EncryptionNeed::optional) && Truth::unknown;
}

Truth encrypts(const CheckInput& in) { return has_common_level(in) && has_keys(attempt_of(in)); }

Truth client_requires(const CheckInput& in) {
  const Maybe<EncryptionNeed> need = attempt_of(in).encryption_need();
  return need.is(EncryptionNeed::required) || need.is(EncryptionNeed::maximum);
}

Truth policy_requires(const CheckInput& in) {
  return truth((in.policy->profile.encryption.value & kNoEncryption) == 0);
}

/// From Vista on a client does 128 bits only unless somebody changes that (KB929856): then its requirement, or the
/// policy's, is what no attempt can meet.
Truth is_strong_by_nature(const CheckInput& in) {
  return attempt_of(in).windows().meets(is_from_vista) && attempt_of(in).encryption_can().is(kStrongest);
}

/// One of the two requires what they do not have in common; both would encrypt, with keys, but at no level of the
/// other.
Truth levels_differ(const CheckInput& in) {
  const Truth is_left_without = (client_requires(in) || policy_requires(in)) && !encrypts(in);
  const Truth client_encrypts = !attempt_of(in).encryption_need().is(EncryptionNeed::none);
  return is_left_without && client_encrypts && truth(profile_levels(in) != 0) && !is_strong_by_nature(in) &&
         has_keys(attempt_of(in)) && !has_common_level(in);
}

std::string level_texts(std::int64_t levels) {
  constexpr std::pair<EncryptionLevel, std::string_view> kNames[] = {
      {kNoEncryption, "none"}, {kBasic, "basic"}, {kStrong, "strong"}, {kStrongest, "strongest"}};
  std::string out;
  for (const auto& [bit, name] : kNames)
    if ((levels & bit) != 0) add_item(out, name);
  return out;
}

/// The checks of encryption differ in who is left without which part of it.
void show_encryption(const CheckInput& in, Evidence* evidence) {
  if (evidence == nullptr) return;
  const Setting<std::uint8_t>& levels = in.policy->profile.encryption;
  *evidence = {
      level_texts(levels.value) + " in the profile, and keys for it",
      "client: " + field_text(in, FieldId::encryption_requires) + ", can " + field_text(in, FieldId::encryption_can),
      levels.where};
  if (has_keys(attempt_of(in)) == Truth::no) evidence->is += "; " + method_text(in) + " makes no keys";
}

Truth both_lack_keys(const CheckInput& in, Evidence* evidence) {
  show_encryption(in, evidence);
  return policy_requires(in) && client_requires(in) && !has_keys(attempt_of(in));
}

template <bool IsRadius>
Truth levels_differ_on(const CheckInput& in, Evidence* evidence) {
  show_encryption(in, evidence);
  return in.facts.asker.is_radius == IsRadius ? levels_differ(in) : Truth::no;
}

Truth client_is_left_without(const CheckInput& in, Evidence* evidence) {
  return client_requires(in) && !encrypts(in) && !levels_differ(in) && !both_lack_keys(in, evidence);
}

Truth policy_is_left_without(const CheckInput& in, Evidence* evidence) {
  show_encryption(in, evidence);
  return policy_requires(in) && !client_requires(in) && !encrypts(in) && !levels_differ(in);
}

/// Of calls only.
Truth callback_number_is_bad(const CheckInput& in, Evidence* evidence) {
  const UserClass& account = in.facts.account;
  if (evidence != nullptr)
    *evidence = {"a telephone number", field_text(in, FieldId::callback_number),
                 account_where(in, [](const User& user) -> const Setting<Callback>& { return user.dial_in.callback; })};
  if (in.policy->ignore_dial_in.value) return Truth::no;
  const Truth sets_it = account.is_known ? truth(account.callback == Callback::set_by_caller) : Truth::unknown;
  const auto has_others = [](std::string_view number) {
    return number.find_first_not_of("0123456789 ()+-.,*#/") != std::string_view::npos;
  };
  return attempt_of(in).tunnel().is(kCall) && sets_it &&
         attempt_of(in).text(FieldId::callback_number).meets(has_others);
}

using enum FieldId;
constexpr auto kAfter = StageId::negotiation;
constexpr auto kAccept = Answer::accept;
constexpr std::initializer_list<Asked> kEncryption = {encryption_requires, encryption_can, tunnel, authentication,
                                                      eap_type};
constexpr FieldSet kLevelFields = client_windows | nas;

// clang-format off
constexpr Check kChecks[] = {
  {.stage = kAfter, .name = "no-keys", .cause = cause("no-common-encryption"), .answer = kAccept,
   .asked = kEncryption, .check = both_lack_keys, .basis = Basis::inferred, .gap = "G-9", .source = "SEED, semantics 4.5, RFC 3079"},
  {.stage = kAfter, .name = "encryption-levels", .cause = cause("policy-encryption-level-mismatch"), .answer = kAccept,
   .asked = kEncryption, .also_reads = kLevelFields, .check = levels_differ_on<false>, .basis = Basis::inferred, .gap = "G-9", .source = "SEED, semantics 4.5, MS KB929856"},
  {.stage = kAfter, .name = "encryption-levels-ias", .cause = cause("ias-policy-encryption-check"), .answer = kAccept,
   .asked = kEncryption, .also_reads = kLevelFields, .check = levels_differ_on<true>, .basis = Basis::inferred, .gap = "G-9", .source = "SEED, semantics 4.5"},
  {.stage = kAfter, .name = "client-encryption", .cause = cause("encryption-required-unsupported"), .answer = kAccept,
   .asked = kEncryption, .also_reads = client_windows, .check = client_is_left_without, .basis = Basis::inferred, .gap = "G-9", .source = "semantics 4.5, RFC 3079, MS KB929857"},
  {.stage = kAfter, .name = "policy-encryption", .cause = cause("encryption-required-by-policy"), .answer = kAccept, .asked = kEncryption,
   .also_reads = client_windows, .check = policy_is_left_without, .basis = Basis::inferred, .gap = "G-9", .source = "semantics 4.5, RFC 2548 2.4.4, MS KB929856"},
  {.stage = kAfter, .name = "callback-number", .cause = cause("callback-number-rejected"), .answer = kAccept, .needs = Needs::account,
   .asked = {callback_number, tunnel}, .also_reads = kAccountFields, .check = callback_number_is_bad, .basis = Basis::inferred, .source = "RASERR 704"},
};
// clang-format on

}  // namespace

std::span<const Check> negotiation_checks() { return kChecks; }

}  // namespace rapsim
