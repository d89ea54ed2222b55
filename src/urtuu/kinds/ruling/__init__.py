"""What becomes of a held entry. 裁定"""
