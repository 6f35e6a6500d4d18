// Package faults holds tests alone: what the portal answers, and what it keeps, when the disk is full, the
// database goes away, the process is killed, a client lies, or two portals share one database. Most start
// the real program. The rest of the tests of bad input stand beside the code, in api and store.
package faults
