import { ref } from 'vue'

/** A query that somebody has named; kept in this browser only. */
export interface SavedView<Query> {
  name: string
  query: Query
}

const most = 20

/** Saved views of one list, by the key under which they lie in this browser. */
export function useSavedViews<Query>(key: string) {
  const views = ref<SavedView<Query>[]>(read()) as { value: SavedView<Query>[] }

  function read(): SavedView<Query>[] {
    try {
      const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
      return Array.isArray(list) ? (list as SavedView<Query>[]).filter((view) => typeof view?.name === 'string') : []
    } catch {
      return [] // unreadable, or storage is forbidden
    }
  }
  function write(list: SavedView<Query>[]): void {
    views.value = list
    try {
      localStorage.setItem(key, JSON.stringify(list))
    } catch {
      // as above: the views last as long as the page
    }
  }
  return {
    views,
    /** Keeps a query under a name; the same name is replaced. */
    save(name: string, query: Query): void {
      write([{ name, query }, ...views.value.filter((view) => view.name !== name)].slice(0, most))
    },
    remove(name: string): void {
      write(views.value.filter((view) => view.name !== name))
    },
  }
}
