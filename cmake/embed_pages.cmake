# Turns docs/rules/*.md into a C++ source file with one raw string per page. In: PAGES, OUTPUT. Prints nothing.
set(code "// Generated from docs/rules/*.md by cmake/embed_pages.cmake.\n#include \"cli/rule_pages.h\"\n\nnamespace awaitlint {\n\nconst std::map<std::string, std::string>& rule_pages() {\n    static const std::map<std::string, std::string> pages = {\n")
foreach(page IN LISTS PAGES)
  get_filename_component(id ${page} NAME_WE)
  file(READ ${page} text)
  string(APPEND code "        {\"${id}\", R\"~~page~~(${text})~~page~~\"},\n")
endforeach()
string(APPEND code "    };\n    return pages;\n}\n\n}  // namespace awaitlint\n")
file(WRITE ${OUTPUT} "${code}")
