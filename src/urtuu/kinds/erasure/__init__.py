"""A key destroyed. 删除"""
