import { laterRoutes, routes } from './routes'
import { start } from './start'

void start('public', routes, laterRoutes)
