package catalog

import (
	"crypto/sha256"
	"sync"
)

// maxCached bounds a FormCache: more than the forms of every item with its open versions.
const maxCached = 1024

// FormCache keeps compiled forms by their content, so that a case bound to an older version does
// not compile its form again. The zero value is ready; it may be used at the same time by many.
type FormCache struct {
	mu    sync.Mutex
	forms map[[sha256.Size]byte]*Form
}

// Parse is ParseForm, remembered.
func (c *FormCache) Parse(data []byte) (*Form, error) {
	key := sha256.Sum256(data)
	c.mu.Lock()
	f := c.forms[key]
	c.mu.Unlock()
	if f != nil {
		return f, nil
	}
	f, err := ParseForm(data)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.forms == nil || len(c.forms) >= maxCached {
		c.forms = map[[sha256.Size]byte]*Form{}
	}
	c.forms[key] = f
	return f, nil
}
