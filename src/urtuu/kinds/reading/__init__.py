"""A restricted part was read. 查阅"""
