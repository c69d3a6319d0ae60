// `awaitlint rules` and `awaitlint explain`: what the rules are. Reads the registry and the embedded pages.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "awaitlint/rule.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/rule_pages.h"
#include "cli/setup.h"

namespace awaitlint {

std::vector<RuleText> rule_texts() {
    std::vector<RuleText> texts;
    for (const Rule* rule : all_rules()) {
        const std::string id(rule->info.id);
        texts.push_back({id, std::string(rule->info.summary), rule->info.severity, rule_pages().at(id)});
    }
    return texts;
}

int rules_command(const Options& options) {
    if (options.format == "json") {
        nlohmann::ordered_json rules = nlohmann::ordered_json::array();
        for (const Rule* rule : all_rules()) {
            nlohmann::ordered_json reasons = nlohmann::ordered_json::array();
            for (std::string_view reason : rule->info.reasons) reasons.push_back(reason);
            rules.push_back({{"id", rule->info.id},
                             {"summary", rule->info.summary},
                             {"severity", severity_name(rule->info.severity)},
                             {"reasons", reasons}});
        }
        print(rules.dump(2) + "\n");
        return printed(exit_clean);
    }
    for (const Rule* rule : all_rules())
        print(fmt::format("{:<26} {:<8} {}\n", rule->info.id, severity_name(rule->info.severity), rule->info.summary));
    return printed(exit_clean);
}

int explain_command(const Options& options) {
    const auto page = rule_pages().find(options.rule);
    if (page != rule_pages().end()) {
        print(page->second);
        return printed(exit_clean);
    }
    say_error(unknown_rule(options.rule).message);
    return exit_not_started;
}

}  // namespace awaitlint
