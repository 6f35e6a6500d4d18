package frontend

import "testing"

func TestAnAddressIsDrawnByTheDocumentOfItsTier(t *testing.T) {
	for path, want := range map[string]string{
		"/":              "index.html",
		"/items/TZ-01":   "index.html",
		"/staff":         "staff.html",
		"/staff/queue":   "staff.html",
		"/staffordshire": "index.html",
		"/me/staff":      "index.html",
	} {
		if got := Page(path); got != want {
			t.Errorf("Page(%q) = %q, want %q", path, got, want)
		}
	}
}
