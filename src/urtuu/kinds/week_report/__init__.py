"""A week, frozen. 周报"""
