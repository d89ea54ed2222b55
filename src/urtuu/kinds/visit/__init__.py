"""A household visited. 走访"""
