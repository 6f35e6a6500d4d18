// People who are signed in once, and look at pages in several windows, sizes and languages.
import { tell } from './applicant.mjs'
import { visitor } from './browser.mjs'
import { password } from './county.mjs'
import { login } from './portal.mjs'

/** Signs the people of the seeded county in; each keeps a page of their own under `people`. */
export async function signedIn(browser, base, names) {
  const people = {}
  for (const name of names) {
    people[name] = await visitor(browser, { base })
    await login(people[name], name, password)
  }
  return {
    people,
    /** Another window of somebody, in another size or language. */
    async as(name, options = {}) {
      const page = await visitor(browser, { base, ...options })
      const cookies = await people[name].context().cookies()
      await page.context().addCookies(cookies.filter((cookie) => cookie.name !== 'lang'))
      return page
    },
    /** What somebody changes by the API. */
    change: (name, method, path, body) => tell(people[name], method, path, body),
  }
}
