import { shallowRef } from 'vue'
import { lang, needsForEnglish } from './lang'

type Texts = Record<string, string>

/** The same keys in another language. */
export type Translation<Zh extends Texts> = { readonly [K in keyof Zh]: string }

/** The named places `{name}` of a text. */
type Args<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string | number } & Args<Rest>
  : unknown

type ArgsOf<S extends string> = unknown extends Args<S> ? [] : [args: Args<S>]

export type Translate<Zh extends Texts> = <K extends keyof Zh & string>(key: K, ...args: ArgsOf<Zh[K]>) => string

/** Fills `{name}` places. A place without a value stays visible, so that a test or a reader sees it. */
export function fill(text: string, args: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in args ? String(args[name]) : place))
}

/**
 * Makes the texts of one area: Chinese comes with the page that uses them,
 * English in a chunk of its own, fetched only where English is shown. The
 * returned function follows the language by itself inside templates and
 * computed values.
 *
 * @example
 * const t = defineMessages(hallZh, () => import('./hall.en').then((m) => m.hallEn))
 */
export function defineMessages<const Zh extends Texts>(zh: Zh, loadEn: () => Promise<Translation<Zh>>): Translate<Zh> {
  const en = shallowRef<Translation<Zh>>()
  let loading: Promise<unknown> | undefined
  needsForEnglish(() => {
    loading ??= loadEn().then(
      (texts) => (en.value = texts),
      (failed: unknown) => {
        loading = undefined // the next switch of language tries again
        throw failed
      },
    )
    return loading
  })
  return (key, ...args) => {
    const texts = lang.value === 'en' && en.value ? en.value : zh
    return fill(texts[key] ?? key, args[0] as Record<string, string | number> | undefined)
  }
}

/** Makes `say` of an area: the text of a key that is made of a value of the API, or else what is given. */
export function sayer<const Zh extends Texts>(zh: Zh, t: Translate<Zh>) {
  return (key: string, otherwise: string, args?: Record<string, string | number>): string =>
    key in zh ? (t as (key: string, args?: Record<string, string | number>) => string)(key, args) : otherwise
}
