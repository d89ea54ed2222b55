"""A session of legal publicity. 普法宣传"""
