package check

import (
	"os"
	"strings"
	"testing"
	"time"

	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

func TestLab(t *testing.T) {
	db := os.Getenv("LAB_DB")
	if db == "" {
		t.Skip()
	}
	s, err := store.Open("sqlite:"+db, time.Now, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	k, err := county.Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	var out strings.Builder
	n, err := Run(t.Context(), s, k, &out, Options{Limit: 12})
	t.Log(n, err, time.Since(start), "\n"+out.String())
}
