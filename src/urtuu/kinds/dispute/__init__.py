"""A dispute between residents. 矛盾纠纷"""
