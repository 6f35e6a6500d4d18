package bench

import (
	"testing"
	"time"

	"onestop.internal/api"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
)

func BenchmarkTmpStart(b *testing.B) {
	u := storetest.URL(b)
	st, err := store.Open(u, time.Now, store.Options{})
	if err != nil { b.Fatal(err) }
	st.Migrate(b.Context())
	service(b.Context(), st)
	st.Close()
	b.ResetTimer()
	for b.Loop() {
		st, _ := store.Open(u, time.Now, store.Options{})
		st.Migrate(b.Context())
		_, err := service(b.Context(), st)
		if err != nil { b.Fatal(err) }
		api.New(api.Services{}, api.Config{})
		st.Close()
	}
}
