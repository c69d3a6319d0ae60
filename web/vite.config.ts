// How the page's script and style are made: one file each, without a host, a map or a module to load.
//
// In: src/, and the pages of the rules (rules/ beside this file in a build, else docs/rules). Out: dist/page.js and
// dist/page.css. The same sources give the same bytes. Makes no HTML: src/report/html.cpp does, when a report is written.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { readRulePages } from './rule_pages.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const rulesFolder = existsSync(here('rules')) ? here('rules') : here('../docs/rules');

/// `import { rulePages } from 'virtual:rule-pages'`: Markdown is read here, so that the page has no reader of it.
function rulePages(): Plugin {
    const name = 'virtual:rule-pages';
    return {
        name: 'rule-pages',
        resolveId: (id) => (id === name ? `\0${name}` : undefined),
        load: (id) =>
            id === `\0${name}` ? `export const rulePages = ${JSON.stringify(readRulePages(rulesFolder))};` : undefined,
    };
}

/// What the licences of the bundled packages ask for: their notices go with every copy.
function licences(): Plugin {
    const notices = ['preact', '@tanstack/virtual-core'].map(
        (name) => `${name}\n\n${readFileSync(here(`node_modules/${name}/LICENSE`), 'utf8').trim()}`,
    );
    const comment = `/* This script contains:\n\n${notices.join('\n\n')}\n*/\n`.replaceAll('\r', '');
    return {
        name: 'licences',
        enforce: 'post',
        generateBundle: (_options, bundle) => {
            for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = comment + file.code;
        },
    };
}

export default defineConfig(({ isSsrBuild }) => ({
    plugins: isSsrBuild ? [rulePages()] : [rulePages(), licences()],
    esbuild: { jsx: 'automatic', jsxImportSource: 'preact', charset: 'ascii', legalComments: 'none' },
    build: isSsrBuild
        ? {}
        : {
              target: 'es2022',
              modulePreload: false,
              cssCodeSplit: false,
              reportCompressedSize: false,
              rollupOptions: {
                  input: here('src/main.tsx'),
                  output: {
                      format: 'iife',
                      entryFileNames: 'page.js',
                      assetFileNames: 'page[extname]',
                  },
              },
          },
}));
