# SPDX-License-Identifier: Apache-2.0
# cmake -DPROGRAM=pipeline -DPAGE=pipeline.1 -P man_page.cmake
#
# Writes what `pipeline --help` says, and --help of every command, as a manual page.

# Sets `out` to a help text as troff shows it line by line.
function(help_text out)
  execute_process(COMMAND ${PROGRAM} ${ARGN} --help OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\\" "\\e" text "${text}")
  string(REPLACE "-" "\\-" text "${text}")
  string(REGEX REPLACE "(^|\n)([.'])" "\\1\\\\&\\2" text "${text}")
  set(${out} ".nf\n${text}.fi\n" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that a help text lists: of the program, or of the one of its commands that is named.
function(commands_of out)
  execute_process(COMMAND ${PROGRAM} ${ARGN} --help OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
  set(commands "")
  if(help MATCHES "\ncommands:\n")
    string(REGEX REPLACE ".*\ncommands:\n" "\n" commands "${help}")
    string(REGEX REPLACE "\n\n.*" "" commands "${commands}")
    string(REGEX MATCHALL "\n  [a-z]+" commands "${commands}")
    string(REGEX REPLACE "[ \n]" "" commands "${commands}")
  endif()
  set(${out} "${commands}" PARENT_SCOPE)
endfunction()

execute_process(COMMAND ${PROGRAM} --version OUTPUT_VARIABLE version COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "^[a-z]+ [0-9.]+" version "${version}")
commands_of(commands)
help_text(general)
string(CONCAT page
  ".TH PIPELINE 1 \"\" \"${version}\" \"User Commands\"\n"
  ".SH NAME\npipeline \\- run image\\-processing graphs of stage plugins\n"
  ".SH SYNOPSIS\n.B pipeline\n.I COMMAND\n.RI [ ARGUMENTS ]\n"
  ".SH DESCRIPTION\n${general}.SH COMMANDS\n")
foreach(command IN LISTS commands)
  help_text(text ${command})
  string(APPEND page ".SS ${command}\n${text}")
  commands_of(subcommands ${command})
  foreach(subcommand IN LISTS subcommands)
    help_text(text ${command} ${subcommand})
    string(APPEND page ".SS ${command} ${subcommand}\n${text}")
  endforeach()
endforeach()
string(APPEND page
  ".SH FILES\nGraphs, their pictures and the documents are in\n.I share/pipeline\n"
  "of the prefix that the program stands in, plugins in\n.IR lib/pipeline/plugins .\n"
  "Your own plugins go into\n.IR ~/.local/share/pipeline/plugins .\n"
  ".SH SEE ALSO\n.I share/pipeline/docs/running.md\nand the other documents beside it\n")
file(WRITE ${PAGE} "${page}")
