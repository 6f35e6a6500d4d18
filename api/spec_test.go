package api_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"onestop.internal/api"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestTheOpenAPIDocumentIsTheOneThatThePagesWereTypedBy(t *testing.T) {
	golden(t, "testdata/openapi.json", api.New(api.Services{}, api.Config{Version: "test"}).Spec())
}

// golden compares with a file; -update writes it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs: go test ./api -update, then look at the change (and npm run gen in frontend)", file)
	}
}
