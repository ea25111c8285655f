"""Limits that docs/limits.md names, and where the program has them: a limit that changes must change there, too."""

# (file, text in it, text of the page)
LIMITS = [
    ("src/yaml/tree.hpp", "kLargestFile = std::size_t{8} << 20", "8 MiB"),
    ("src/yaml/tree.hpp", "kLongestScalar = std::size_t{64} << 10", "64 KiB"),
    ("src/yaml/tree.hpp", "kDeepest = 64", "64 levels"),
    ("src/yaml/tree.hpp", "kMostAliasExpansions = 10'000", "10 000"),
    ("src/yaml/read.cpp", "kMostNodes = 300'000", "300 000"),
    ("src/yaml/read.cpp", "kMostWaiting = 1'000'000", "some 200 000"),
    ("src/model/load/load.cpp", "kDeepestInclude = 64", "64 files deep"),
    ("src/model/load/load.cpp", "kMostFiles = 1000", "1000 files"),
    ("src/model/load/load_directory.cpp", "kMostTrustedDomains = 2400", "2400"),
    ("src/model/attempt/possible.hpp", "kMostPossibilities = 20'000", "20 000"),
    ("src/model/site/world_checks.cpp", "kMostPoolAddresses = 1'048'576", "1 048 576"),
    ("src/engine/compile/memberships.hpp", "kMostGroups = 1015", "1015"),
    ("src/engine/compile/memberships.hpp", "kMostKept = 10'000'000", "10 000 000"),
    ("src/engine/compile/pattern_re2.hpp", "kMostInstructions = 750'000", "750 000"),
    ("src/engine/compile/pattern_re2.cpp", "kMostRepeats = 1000", "1000 repetitions"),
    ("src/suite/suite.hpp", "kMostRows = 100'000", "100 000"),
    ("src/suite/load/load_scenario.cpp", "kMostValues = 1'000'000", "1 000 000"),
    ("src/suite/load/load_scenario.cpp", "kMostTags = 100", "100 tags"),
    ("src/suite/load/fixtures.cpp", "kLongestChain = 64", "64 fixtures"),
    ("src/suite/load/edits.cpp", "kMostEdits = 500", "500"),
    ("src/base/diagnostic.hpp", "kMostDiagnostics = 1000", "1000 errors"),
    ("src/cli/commands/attempt_records.hpp", "kLongestRecord = std::size_t{1} << 20", "1 MiB"),
    ("src/cli/commands/table_options.cpp", "kMostJobs = 256", "256"),
    ("grammar/pattern.hpp", "kLongestPattern = 4096", "4096 bytes"),
    ("grammar/expression.hpp", "kLongestExpression = 4096", "4096 bytes"),
    ("grammar/schedule.hpp", "kLongestSchedule = 4096", "4096 bytes"),
    ("grammar/constraint.hpp", "kLongestConstraint = 8192", "8192 bytes"),
    ("grammar/account_name.hpp", "kLongestAccountName = 253", "253 bytes"),
    ("grammar/duration.cpp", "kLongest = 10'000LL * 86'400", "10 000 days"),
]


def problems(root, page):
    out = []
    for file, text, shown in LIMITS:
        path = root / file
        if not path.exists() or text not in path.read_text():
            out.append(f"tests/docs/limits.py: `{text}` is not in {file}: correct the row, and docs/limits.md")
        elif shown not in page:
            out.append(f"docs/limits.md: the limit `{shown}` ({file}) is missing")
    return out
