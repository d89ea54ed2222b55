"""A feed opened for somebody. 授权"""
