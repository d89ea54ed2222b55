"""One thing to do this week. 任务"""
