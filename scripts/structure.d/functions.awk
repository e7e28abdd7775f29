# SPDX-License-Identifier: GPL-2.0-or-later
# Prints "file:line<TAB>name<TAB>lines" for each function of C, C++ and shell sources in the project's layout.
# Not a parser: it counts braces outside comments and literals, and takes what stands before one for its meaning.

FNR == 1 { depth = inside = comment = raw = directive = 0; text = ""; shell_name = "" }

FNR == 1 && /^#!.*sh/ { shell = FILENAME }

shell == FILENAME {
  if (shell_name != "" && /^}/) report(shell_name, shell_line)
  if (match($0, /^[a-z_]+\(\) [{(]/)) {
    shell_name = substr($0, 1, index($0, "(") - 1)
    shell_line = FNR
    if (/}$/) report(shell_name, shell_line)
  }
  next
}

# preprocessor lines and their continuations
directive || (!comment && !raw && /^[ \t]*#/) { directive = /\\$/; next }

{ count(code_of($0)) }

function report(name, from) {
  print FILENAME ":" from "\t" name "\t" FNR - from + 1
  shell_name = ""
}

# The line without comments and without what string and character literals hold.
function code_of(line,    out, at, close_at) {
  out = ""
  while (line != "") {
    if (comment || raw) {
      close_at = index(line, comment ? "*/" : raw_end)
      if (!close_at) return out
      line = substr(line, close_at + (comment ? 2 : length(raw_end)))
      comment = raw = 0
      continue
    }
    if (!match(line, /\/\/|\/\*|R"|["']/)) return out line
    at = RSTART
    out = out substr(line, 1, at - 1)
    if (substr(line, at, 2) == "//") return out
    line = after_literal(substr(line, at), out)
  }
  return out
}

# What stands after the comment's or literal's opening; sets comment or raw when it does not end on this line.
function after_literal(line, before,    quote, i) {
  if (substr(line, 1, 2) == "/*") { comment = 1; return substr(line, 3) }
  if (substr(line, 1, 2) == "R\"" && match(line, /^R"[^(]*\(/)) {
    raw = 1
    raw_end = ")" substr(line, 3, RLENGTH - 3) "\""
    return substr(line, RLENGTH + 1)
  }
  quote = substr(line, 1, 1)
  if (quote == "R") return substr(line, 2)
  if (quote == "'" && before ~ /[0-9]$/) return substr(line, 2) # 1'000'000
  for (i = 2; i <= length(line); i++) {
    if (substr(line, i, 1) == "\\") i++
    else if (substr(line, i, 1) == quote) break
  }
  return substr(line, i + 1)
}

function count(line,    piece, mark) {
  while (match(line, /[{};]/)) {
    piece = substr(line, 1, RSTART - 1)
    mark = substr(line, RSTART, 1)
    line = substr(line, RSTART + 1)
    add(piece)
    if (mark == "{") open()
    else if (mark == "}") close_brace()
    else if (!inside) text = ""
  }
  add(line)
}

function add(piece) {
  if (inside) return
  if (text == "" && piece ~ /[^ \t]/) begun = FNR
  if (text != "" || piece ~ /[^ \t]/) text = text piece " "
  glued = piece ~ /[A-Za-z0-9_>]$/
}

function open() {
  depth++
  if (inside) return
  kind[depth] = kind_of(text)
  if (kind[depth] == "function") { inside = depth; from[depth] = begun; name[depth] = name_of(text) }
  if (kind[depth] != "member") text = ""
}

# "scope" may hold functions; "member" is the braces of one initializer in a constructor's list
function kind_of(before) {
  if (depth > 1 && kind[depth - 1] == "value") return before ~ /\]\(.*\)/ ? "function" : "value"
  if (before ~ /\)[^:]*:[^:]/ && glued) return "member"
  if (before !~ /\(/) return before ~ /(^|[^A-Za-z_])(namespace|extern|class|struct|union)([^A-Za-z_]|$)/ &&
    before !~ /=/ ? "scope" : "value"
  return before ~ /=[^(]*$/ ? "value" : "function"
}

function name_of(before) {
  sub(/ *\(.*/, "", before)
  sub(/.*[ *&]/, "", before)
  return before == "" ? "(lambda)" : before
}

function close_brace() {
  if (inside == depth) { report(name[depth], from[depth]); inside = 0 }
  if (!inside && kind[depth] != "member") text = ""
  if (depth > 0) depth--
}
