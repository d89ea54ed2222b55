"""A matter handed to another body. 移交"""
