import type { Answers } from '@/form/schema'

/** Answers that are not on the server yet, and what the server had when they were typed. */
export interface Unsaved {
  base: Answers
  mine: Answers
}

/**
 * Keeps in this window what was typed into a draft and is not written yet, for the person who typed it: a page
 * that is left at once, a window that is loaded anew or a session that has ended loses nothing.
 */
export function useUnsaved(user: number | undefined, draft: number) {
  const place = `unsaved.${user}.${draft}`
  return {
    keep(unsaved: Unsaved): void {
      try {
        sessionStorage.setItem(place, JSON.stringify(unsaved))
      } catch {
        // Full or switched off: the draft is still saved by itself.
      }
    },
    drop(): void {
      sessionStorage.removeItem(place)
    },
    read(): Unsaved | undefined {
      try {
        return (JSON.parse(sessionStorage.getItem(place) ?? 'null') as Unsaved | null) ?? undefined
      } catch {
        return undefined
      }
    },
  }
}
