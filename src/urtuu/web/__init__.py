"""The page kit: layout, components, charts, dates and languages. It knows no work."""
