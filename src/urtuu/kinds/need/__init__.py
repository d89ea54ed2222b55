"""Something a resident asks for. 群众诉求"""
