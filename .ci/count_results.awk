# In: Meson's testlog.json, one test a line, the test's output as an escaped string. Out: "PASSED FAILED". A doctest
# program counts with its test cases, any other test as one; a program that failed without a failed case (it crashed, or
# ran out of time) as one failure.

{
  is_doctest = bad = 0
  text = $0
  while (match(text, /\[doctest\] test cases: *[0-9]+ \| *[0-9]+ passed \| *[0-9]+ failed/)) {
    split(substr(text, RSTART, RLENGTH), column, "|")
    is_doctest = 1
    passed += column[2] + 0
    bad += column[3] + 0
    text = substr(text, RSTART + RLENGTH)
  }
  if (/"result": "(OK|EXPECTEDFAIL)"/) { if (!is_doctest) ++passed }
  else if (!/"result": "SKIP"/ && bad == 0) bad = 1
  failed += bad
}
END { print passed + 0, failed + 0 }
