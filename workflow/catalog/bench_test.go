package catalog

import "testing"

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseForm(b *testing.B) {
	data, err := files.ReadFile("forms/SG-05.json")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseForm(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidateForm(b *testing.B) {
	c := loaded(b)
	f, sample := c.Form("SG-05"), c.Sample("SG-05")
	b.ReportAllocs()
	for b.Loop() {
		if wrong := f.Validate(sample); wrong != nil {
			b.Fatal(wrong)
		}
	}
}

func BenchmarkItemsFor(b *testing.B) {
	c := loaded(b)
	attrs := Attrs{"land.mode": "GRANT", "invest.route": "FILING"}
	b.ReportAllocs()
	for b.Loop() {
		c.ItemsFor(attrs)
	}
}
