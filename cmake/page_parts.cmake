# SPDX-License-Identifier: Apache-2.0
# cmake -DPARTS=a.html;b.js -DOUTPUT=page_parts.cpp -P page_parts.cmake
#
# Writes files as the strings of pipeline::report::page_parts.
set(code "#include \"framework/report/page.hpp\"\n\nnamespace pipeline::report {\n\n")
string(APPEND code "const std::vector<Part> page_parts{\n")
foreach(part IN LISTS PARTS)
  get_filename_component(name ${part} NAME)
  file(READ ${part} text)
  string(APPEND code "  {\"${name}\", R\"__part__(${text})__part__\"},\n")
endforeach()
string(APPEND code "};\n\n}  // namespace pipeline::report\n")
file(WRITE ${OUTPUT} "${code}")
