import { applyRoutes } from './pages/apply/routes'
import { meRoutes } from './pages/me/routes'

/** Pages behind an enterprise's sign-in, fetched when the first of them is asked for: a visitor carries none of their list. */
export const enterpriseRoutes = [...meRoutes, ...applyRoutes]
