// Random conditions of every kind, in both forms, with hints of what makes them hold.
#include <span>

#include "tests/oracle/generate.hpp"

namespace rapsim::oracle {
namespace {

class ConditionMaker {
 public:
  ConditionMaker(Random& random, const Site& site, Place place) : random_(random), site_(site), place_(place) {}

  Condition make() {
    Condition out;
    out.attribute = some_attribute();
    const KnownAttribute& attribute = known_attribute(out.attribute);
    out.is_constraint = random_.chance(40);
    switch (attribute.kind) {
      case Kind::time:
        fill_time(out);
        break;
      case Kind::groups:
      case Kind::machine_groups:
        fill_groups(out);
        break;
      case Kind::number:
        fill_number(out, attribute);
        break;
      case Kind::boolean:
        fill_boolean(out);
        break;
      default:
        fill_patterns(out);
        break;
    }
    return out;
  }

 private:
  std::string some_attribute() {
    const int kind = random_.between(0, 99);
    if (kind < 15) return "Day-And-Time-Restrictions";
    if (kind < 35 && place_ != kRequest)
      return place_ == kNetwork && random_.chance(50) ? "Windows-User-Groups" : "Windows-Groups";
    const KnownAttribute* row = nullptr;
    do row = &random_.pick(known_attributes());
    while ((row->places & place_) == 0);
    return std::string(row->name);
  }

  void fill_time(Condition& out) {
    RandomSchedule schedule = out.is_constraint ? random_time_of_day(random_) : random_schedule(random_);
    out.values = {schedule.text};
    out.hint.minutes = std::move(schedule.minutes);
  }

  void fill_groups(Condition& out) {
    out.quotes_each = random_.chance(50);
    do {
      if (!site_.is_complete && random_.chance(15))
        out.values.push_back(random_.chance(50) ? "Elsewhere" : "S-1-5-21-9-9-9-1001");
      else if (random_.chance(4))
        out.values.push_back("S-1-5-21-1-2-3-4711");  // nobody's, or in an incomplete directory somebody's
      else if (out.attribute == "Windows-Machine-Groups" && random_.chance(50))
        out.values.push_back(in_some_case(random_, "Domain Computers"));
      else
        out.values.push_back(some_group(random_, site_));
    } while (random_.chance(45));
  }

  void fill_number(Condition& out, const KnownAttribute& attribute) {
    constexpr NumberName kUnnamed[] = {{311, "311"}, {9, "9"}, {0, "0"}, {4294967295U, "4294967295"}};
    const auto numbers = attribute.numbers.empty() ? std::span<const NumberName>(kUnnamed) : attribute.numbers;
    const NumberName& row = random_.pick(numbers);
    const std::string text = std::to_string(row.number);
    out.hint.values = {text};
    if (!out.is_constraint) {
      out.values = {attribute.numbers.empty() ? text : spelled(random_, row)};
      while (!attribute.numbers.empty() && random_.chance(35))
        out.values.push_back(spelled(random_, random_.pick(numbers)));
      return;
    }
    const std::string other = std::to_string(random_.pick(numbers).number);
    const std::string forms[] = {"^" + text + "$",
                                 "^(" + other + "|" + text + ")$",
                                 "^" + other + "$|^" + text + "$",
                                 text,
                                 "[" + text.substr(0, 1) + "-9]",
                                 "\\b" + text + "\\b",
                                 "^" + text.substr(0, 1)};
    out.values = {random_.pick(forms)};
  }

  void fill_boolean(Condition& out) {
    const bool value = random_.chance(50);
    out.hint.values = {value ? "1" : "0"};
    out.values = {out.is_constraint ? (value ? "^1$" : "0") : value ? "true" : "false"};
  }

  /// Several patterns are only in the readable form.
  void fill_patterns(Condition& out) {
    do {
      const RandomPattern pattern = pattern_for(out.attribute);
      out.values.push_back(pattern.text);
      out.hint.values.push_back(pattern.sample.empty() ? "x" : pattern.sample);
    } while (!out.is_constraint && random_.chance(25));
  }

  RandomPattern pattern_for(const std::string& attribute) {
    if (known_attribute(attribute).kind == Kind::address) return address_pattern();
    if (attribute == "Client-Friendly-Name" && site_.radius_clients && !site_.radius_clients->empty()) {
      const std::string name = random_.pick(*site_.radius_clients).name;
      return {random_.chance(50) ? "^" + escaped(name) + "$" : name.substr(0, 1), name};
    }
    return random_.chance(30) ? station_pattern() : random_pattern(random_);
  }

  RandomPattern address_pattern() {
    const std::string address = random_.pick(kAddresses);
    const std::size_t dot = address.rfind('.');
    const std::string forms[] = {"^" + escaped(address) + "$",
                                 "^" + escaped(address.substr(0, dot + 1)),
                                 address,
                                 escaped(address.substr(dot)) + "$",
                                 "^[0-9]+(\\.\\d+){3}$",
                                 "^(10|192)\\.",
                                 "10.0.0.0/8"};
    return {random_.pick(forms), address};
  }

  RandomPattern station_pattern() {
    const std::string station = random_.pick(kStations);
    const std::string forms[] = {"^" + escaped(station) + "$", station.substr(0, 4) + ".*", escaped(station.substr(3)),
                                 "\\b" + escaped(station.substr(0, 3)), "^.{" + std::to_string(station.size()) + "}$"};
    return {random_.pick(forms), station};
  }

  Random& random_;
  const Site& site_;
  Place place_;
};

}  // namespace

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '.' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out;
}

Condition random_condition(Random& random, const Site& site, Place place) {
  return ConditionMaker(random, site, place).make();
}

}  // namespace rapsim::oracle
