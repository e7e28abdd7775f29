# SPDX-License-Identifier: GPL-2.0-or-later
# Prints each #include that goes against the direction of the rooms:
# model <- read, judge, emit, report <- cli; outside abi/ only abi/gen/; conformance and fuzz stand on reference-impl.

BEGIN {
  sees["abi/model"] = "abi/model"
  sees["abi/read"] = "abi/model abi/read"
  sees["abi/judge"] = "abi/model abi/judge"
  sees["abi/emit"] = "abi/model abi/emit"
  sees["abi/report"] = "abi/model abi/report"
  sees["abi/cli"] = "abi/model abi/read abi/judge abi/emit abi/report abi/cli"
  sees["abi/gen"] = ""
  sees["driver"] = "driver"
  sees["reference-impl"] = "reference-impl driver"
  sees["conformance"] = "conformance reference-impl"
  sees["fuzz"] = "fuzz conformance reference-impl driver"
}

# room PATH: abi/X, another top-level folder, or nothing for a file at the top
function room(path,    part) {
  split(path, part, "/")
  if (part[1] == "abi") return part[1] "/" part[2]
  return part[1] in sees ? part[1] : ""
}

/^[ \t]*#[ \t]*include[ \t]*["<]/ {
  from = room(FILENAME)
  path = $0
  sub(/^[^"<]*["<]/, "", path)
  sub(/[">].*/, "", path)
  to = room(path)
  if (from == "" || to == "" || to == "abi/gen" || index(" " sees[from] " ", " " to " ")) next
  print FILENAME ":" FNR ": " from " must not include " path "; it may include: " sees[from] " abi/gen"
}
