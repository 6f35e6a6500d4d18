/// <reference types="vitest/config" />
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

/**
 * The two tiers are built apart, each with as much of Vue as it uses: in one
 * build the component library of the staff pages would add 4 KB to the runtime
 * that every phone loads. The server answers /staff and below with staff.html,
 * everything else with index.html (embed.go).
 */
const builds = {
  production: { page: 'index.html', out: 'dist', name: 'public', empty: true },
  staff: { page: 'staff.html', out: 'dist', name: 'staff', empty: false },
  gallery: { page: 'index.html', out: '.build/gallery', name: 'gallery', empty: true },
  'gallery-staff': { page: 'staff.html', out: '.build/gallery', name: 'gallery-staff', empty: false },
}

/** Writes which source modules each chunk holds, for the budget (scripts/budget.mjs). */
function chunkModules(name: string): Plugin {
  return {
    name: 'chunk-modules',
    apply: 'build',
    writeBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk')
      const listing = Object.fromEntries(
        chunks.map((chunk) => [chunk.fileName, chunk.moduleIds.map((id) => id.replace(root, '').split('?')[0])]),
      )
      mkdirSync(`${root}.build`, { recursive: true })
      writeFileSync(`${root}.build/${name}.modules.json`, JSON.stringify(listing, null, 1))
    },
  }
}

/** Answers as the program does: staff.html for /staff and below. */
function staffPages(): Plugin {
  return {
    name: 'staff-pages',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (/^\/staff(\/|\?|$)/.test(request.url ?? '')) request.url = '/staff.html'
        next()
      })
    },
  }
}

/** What nearly every page loads, in a few chunks: a dozen of half a kilobyte each would weigh a third more. */
const chunks = [
  {
    name: 'frame',
    test: /node_modules\/(@vue|vue-router)\/|src\/(i18n\/(core|core\.zh|lang|messages|format|nav)\.ts|kit\/(UiButton|PageShell)|api\/(client|request|problem))/,
    priority: 3,
  },
  { name: 'labels', test: /src\/i18n\/(labels\.first(\.zh)?|limit)\.ts/, priority: 2 },
  {
    name: 'kit',
    test: /src\/(kit\/(Ui(Failed|Skeleton|Notice|Breadcrumbs|Heading|EmptyState|Tag|Table|Field|TextInput)\.vue|field\.ts)|composables\/ask\.ts|i18n\/both\.ts)/,
    priority: 1,
  },
]

export default defineConfig(({ mode }) => {
  const build = builds[mode as keyof typeof builds] ?? builds.production
  return {
    plugins: [vue(), chunkModules(build.name), staffPages()],
    publicDir: build.empty ? 'public' : false,
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      // The kit gallery exists in development and in the browser stories' own build, never in dist.
      __GALLERY__: JSON.stringify(mode === 'development' || mode.startsWith('gallery')),
    },
    resolve: { alias: { '@': `${root}src` } },
    server: {
      host: '127.0.0.1',
      port: 5173,
      proxy: { '/api': { target: 'http://127.0.0.1:8080', changeOrigin: false } },
    },
    build: {
      outDir: build.out,
      emptyOutDir: build.empty,
      target: 'es2022',
      manifest: `.vite/${build.name}.json`,
      rolldownOptions: {
        input: build.page,
        // The names alone stand in every chunk that leads to another: short ones save a phone 1 KB.
        output: { codeSplitting: { groups: chunks }, chunkFileNames: 'assets/[hash:8].js', entryFileNames: 'assets/[hash:8].js', assetFileNames: 'assets/[hash:8][extname]' },
      },
      // A data: URL would need its own permission in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      minify: 'terser',
      terserOptions: { module: true, compress: { passes: 3, ecma: 2020 }, format: { ecma: 2020, comments: false } },
    },
    test: {
      environment: 'happy-dom',
      include: ['src/**/*.test.ts'],
      restoreMocks: true,
    },
  }
})
