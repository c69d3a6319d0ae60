// The modules that vite.config.ts makes up.
declare module 'virtual:rule-pages' {
    export const rulePages: import('./rule_page_types.ts').RulePage[];
}
