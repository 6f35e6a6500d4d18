import { readonly, ref } from 'vue'

const dark = ref(false)
const large = ref(false)

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null // storage is forbidden: the choice lasts as long as the page
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // as above
  }
}

function apply(): void {
  const root = document.documentElement
  root.dataset.theme = dark.value ? 'dark' : 'light'
  root.dataset.print = large.value ? 'large' : 'normal'
}

/** Takes the reader's choice, or the system's where none was made. Call before the first paint. */
export function startTheme(): void {
  const chosen = read('theme')
  dark.value = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  large.value = read('print') === 'large'
  apply()
}

/** 深色 and 大字版, kept in this browser. */
export function useTheme() {
  return {
    dark: readonly(dark),
    large: readonly(large),
    toggleDark(): void {
      dark.value = !dark.value
      write('theme', dark.value ? 'dark' : 'light')
      apply()
    },
    toggleLarge(): void {
      large.value = !large.value
      write('print', large.value ? 'large' : 'normal')
      apply()
    },
  }
}
