"""OpenRosa: programs that fill in XForms, such as ODK Collect, fetch our forms and hand in what was filled.

Source: OpenRosa 1.0 (form discovery, form submission), ODK XForms 1.0.
"""
