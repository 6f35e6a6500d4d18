import { routes } from './routes.staff'
import { start } from './start'

void start('staff', routes)
