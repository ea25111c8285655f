// Random patterns with matching samples, and random schedules in many spellings.
#include <algorithm>

#include "tests/oracle/generate.hpp"

namespace rapsim::oracle {
namespace {

// `k` and `s` are here for the letters outside of ASCII that fold to them.
constexpr const char* kLetters[] = {"a", "b", "k", "s", "K", "S", "z", "0", "1", "5", "9",  "-",  "_",
                                    ":", "@", " ", "x", ".", "/", "é", "É", "ж", "Ж", "中", "\n", "\t"};
constexpr const char* kLiterals[] = {"a",  "b",  "k",  "s",  "K", "S", "z", "0",  "1",  "5", "9",
                                     "-",  "_",  ":",  "@",  " ", "x", "é", "É",  "ж",  "Ж", "中",
                                     "ab", "k1", "15", "{x", "}", "]", "/", "/b", "192"};
struct Escape {
  const char *text, *sample;
};
constexpr Escape kEscapes[] = {{"\\.", "."},   {"\\\\", "\\"},   {"\\-", "-"},       {"\\/", "/"},
                               {"\\n", "\n"},  {"\\t", "\t"},    {"\\*", "*"},       {"\\(", "("},
                               {"\\@", "@"},   {"/65/", "A"},    {"/0141/", "a"},    {"/0x6b/", "k"},
                               {"/233/", "é"}, {"/08/", "/08/"}, {"/x65/", "/x65/"}, {"10.0.0.0/8", "10.0.0.0/8"}};
constexpr const char* kClasses[] = {"\\d", "\\D", "\\s", "\\S", "\\w", "\\W"};
constexpr const char* kInClass[] = {"5", "k", " ", "s", "K", ":"};  // by row of kClasses
constexpr const char* kMembers[] = {"a",   "k",   "S",    "0-5", "a-k", "S-Z", "Z-a", "\\d", "\\D", "\\s", "\\S", "\\w",
                                    "\\W", "\\]", "\\\\", "\\-", "\\n", "é",   "Ж",   "_",   ".",   "/",   "$",   "|"};
constexpr const char* kInMember[] = {"a", "k", "s",  "3", "b",  "t", "_", "9", "k", " ", "s", "k",
                                     ":", "]", "\\", "-", "\n", "É", "ж", "_", ".", "/", "$", "|"};

RandomPattern set(Random& random) {
  RandomPattern out{"[", ""};
  const bool negated = random.chance(35);
  if (negated) out.text += "^";
  if (random.chance(15)) out.text += "-";
  const int members = random.between(1, 3);
  for (int i = 0; i < members; ++i) {
    const std::size_t row = random.below(std::size(kMembers));
    out.text += kMembers[row];
    out.sample = kInMember[row];
  }
  if (random.chance(10)) out.text += "-";
  if (negated) out.sample = random.pick(kLetters);
  return {out.text + "]", out.sample};
}

RandomPattern alternation(Random& random, int depth);

RandomPattern atom(Random& random, int depth) {
  const int kind = random.between(0, depth > 0 ? 99 : 84);
  if (kind < 45) {
    const std::string literal = random.pick(kLiterals);
    return {literal, in_some_case(random, literal)};
  }
  if (kind < 55) {
    const Escape& escape = random.pick(kEscapes);
    return {escape.text, escape.sample};
  }
  if (kind < 65) {
    const std::size_t row = random.below(std::size(kClasses));
    return {kClasses[row], kInClass[row]};
  }
  if (kind < 75) return set(random);
  if (kind < 85) return {".", random.pick(kLetters)};
  const RandomPattern inside = alternation(random, depth - 1);
  return {"(" + inside.text + ")", inside.sample};
}

RandomPattern factor(Random& random, int depth) {
  constexpr const char* kAssertions[] = {"^", "$", "\\b", "\\B", "\\b"};
  if (random.chance(7)) return {random.pick(kAssertions), ""};
  const RandomPattern once = atom(random, depth);
  // What a repetition takes is one atom; an escape or literal of several characters is several.
  const bool is_one = once.text.size() == 1 || once.text.front() == '(' || once.text.front() == '[' ||
                      (once.text.size() == 2 && once.text.front() == '\\');
  if (!is_one || once.text == "}" || !random.chance(30)) return once;
  constexpr const char* kRepetitions[] = {"*", "+", "?", "{2}", "{1,}", "{0,2}", "{2,3}", "{0}"};
  const std::string repetition = random.pick(kRepetitions);
  const int least = repetition[0] == '+' ? 1 : repetition.size() > 2 ? repetition[1] - '0' : 0;
  std::string sample;
  const int times = least + (repetition == "{2}" || repetition == "{0}" ? 0 : random.between(0, 1));
  for (int i = 0; i < times; ++i) sample += once.sample;
  return {once.text + repetition, sample};
}

RandomPattern sequence(Random& random, int depth) {
  RandomPattern out;
  const int factors = random.chance(4) ? 0 : random.between(1, 4);
  for (int i = 0; i < factors; ++i) {
    const RandomPattern next = factor(random, depth);
    out.text += next.text;
    out.sample += next.sample;
  }
  return out;
}

RandomPattern alternation(Random& random, int depth) {
  RandomPattern out = sequence(random, depth);
  while (random.chance(25)) {
    const RandomPattern other = sequence(random, depth);
    out.text += "|" + other.text;
    if (random.chance(50)) out.sample = other.sample;
  }
  return out;
}

// --- schedules ---

constexpr int kDay = 24 * 60;

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string time_text(Random& random, int minute) {
  const int hours = minute / 60;
  return (random.chance(20) ? std::to_string(hours) : two(hours)) + ":" + two(minute % 60);
}

/// On the hour, or on any minute.
int random_minute(Random& random) {
  return random.chance(70) ? random.between(0, 23) * 60 : random.between(0, kDay - 1);
}

/// Remembers the minutes at both ends of a range. `end` may be on the next day.
void note(RandomSchedule& out, int day, int begin, int end) {
  for (const int minute : {begin, (begin + end) / 2, end - 1})
    out.minutes.push_back((day * kDay + minute) % (7 * kDay));
}

/// A range; over midnight only where the form has that.
std::string random_range(Random& random, RandomSchedule& out, const std::vector<int>& days, bool may_wrap) {
  int begin = random_minute(random), end = random.chance(20) ? kDay : random_minute(random);
  if (end < begin && !may_wrap) std::swap(begin, end);
  if (end == begin) end = kDay;
  for (const int day : days) note(out, day, begin, end > begin ? end : end + kDay);
  return time_text(random, begin) + (random.chance(10) ? " - " : "-") + time_text(random, end);
}

std::string day_name(Random& random, int day) {
  constexpr const char* kDays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  const std::string name = kDays[day];
  return in_some_case(random, random.chance(20) ? name : name.substr(0, 3));
}

std::string random_days(Random& random, std::vector<int>& days) {
  if (random.chance(12)) {
    days = {0, 1, 2, 3, 4, 5, 6};
    return "daily";
  }
  std::string out;
  do {
    const int first = random.between(0, 6), length = random.chance(50) ? 1 : random.between(2, 5);
    for (int i = 0; i < length; ++i) days.push_back((first + i) % 7);
    out += (out.empty() ? "" : ",") + day_name(random, first);
    if (length > 1) out += "-" + day_name(random, (first + length - 1) % 7);
  } while (random.chance(20));
  return out;
}

}  // namespace

std::string in_some_case(Random& random, std::string text) {
  if (!random.chance(30)) return text;
  for (char& c : text)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) c = static_cast<char>(c ^ 0x20);
  return text;
}

std::string random_text(Random& random) {
  std::string out;
  const int length = random.between(1, 7);
  for (int i = 0; i < length; ++i) out += random.pick(kLetters);
  return out;
}

std::string nearly(Random& random, std::string text) {
  if (random.chance(40)) text = in_some_case(random, text);
  if (random.chance(25)) text += random.pick(kLetters);
  if (random.chance(25)) text = random.pick(kLetters) + text;
  constexpr std::size_t kLongest = 60;  // bytes; beyond it only the begin is kept, which may cut a letter in two
  while (text.size() > kLongest || (!text.empty() && text.size() > 1 && random.chance(8))) {
    while ((static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
    text.pop_back();
  }
  return text.empty() ? random.pick(kLetters) : text;
}

RandomPattern random_pattern(Random& random) {
  RandomPattern out = alternation(random, 2);
  if (random.chance(12)) out.text = "^" + out.text;
  if (random.chance(12)) out.text += "$";
  if (out.sample.size() > 50) out.sample = "x";
  return out;
}

RandomSchedule random_schedule(Random& random) {
  if (random.chance(3)) return {random.chance(50) ? "always" : "never", {}};
  RandomSchedule out;
  const int items = random.between(1, 3);
  for (int item = 0; item < items; ++item) {
    std::vector<int> days;
    bool had_times = false;
    // A comma would go on with the days before it, so days without times end with a semicolon.
    std::string text = random_days(random, days);
    const int ranges = random.chance(15) ? 0 : random.between(1, 2);
    for (int i = 0; i < ranges; ++i) {
      text += i > 0 && random.chance(50) ? ", " : " ";
      text += random_range(random, out, days, true);
      had_times = true;
    }
    if (!had_times)
      for (const int day : days) note(out, day, 0, kDay);
    out.text += text;
    if (item + 1 < items) out.text += had_times && random.chance(60) ? ", " : "; ";
  }
  return out;
}

RandomSchedule random_time_of_day(Random& random) {
  RandomSchedule out;
  const int entries = random.between(1, 7);
  for (int entry = 0; entry < entries; ++entry) {
    const int day = random.between(0, 6);
    out.text += (out.text.empty() ? "" : "; ") + std::to_string(day);
    const int ranges = random.between(1, 2);
    for (int i = 0; i < ranges; ++i) out.text += " " + random_range(random, out, {day}, false);
  }
  if (random.chance(20)) out.text += ";";
  return out;
}

RandomSchedule random_logon_hours(Random& random) {
  RandomSchedule out;
  constexpr int kHour = 60;
  if (random.chance(50)) {  // bits: long runs, so that hours next to each other are often the same
    bool is_open = random.chance(70);
    for (int byte = 0; byte < 21; ++byte) {
      int bits = 0;
      for (int bit = 0; bit < 8; ++bit) {
        if (random.chance(12)) {
          is_open = !is_open;
          out.minutes.push_back((byte * 8 + bit) * kHour);
        }
        bits |= is_open ? 1 << bit : 0;
      }
      constexpr const char* kDigits[] = {"0123456789abcdef", "0123456789ABCDEF"};
      const char* digits = random.pick(kDigits);
      out.text += digits[bits / 16];
      out.text += digits[bits % 16];
    }
    return out;
  }
  const int first = random.between(0, 6), last = (first + random.between(2, 5)) % 7;
  const int begin = random.between(0, 12), end = random.between(begin + 6, 24);
  out.text = day_name(random, first) + "-" + day_name(random, last) + " " + time_text(random, begin * kHour) + "-" +
             time_text(random, end * kHour);
  const bool is_utc = random.chance(70);
  out.text += is_utc ? " UTC" : std::string(" ") + random.pick(kZones);
  for (int day = 0; day < 7 && is_utc; ++day)
    for (const int hour : {begin, end}) out.minutes.push_back((day * 24 + hour) % (7 * 24) * kHour);
  return out;
}

}  // namespace rapsim::oracle
