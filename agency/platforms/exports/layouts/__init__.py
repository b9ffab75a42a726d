"""Every layout that is known here, one file each; the first that fits is taken."""

from agency.platforms.exports.layout import Layout
from agency.platforms.exports.layouts.bilibili_works import BILIBILI_WORKS
from agency.platforms.exports.layouts.channels_days import CHANNELS_FOLLOWER_DAYS, CHANNELS_PLAY_DAYS
from agency.platforms.exports.layouts.channels_posts import CHANNELS_POSTS
from agency.platforms.exports.layouts.douyin_metric_days import DOUYIN_METRIC_DAYS
from agency.platforms.exports.layouts.douyin_overview_days import DOUYIN_OVERVIEW_DAYS
from agency.platforms.exports.layouts.douyin_work import DOUYIN_WORK
from agency.platforms.exports.layouts.douyin_works import DOUYIN_WORKS
from agency.platforms.exports.layouts.kuaishou_works import KUAISHOU_WORKS
from agency.platforms.exports.layouts.tiktok_days import TIKTOK_FOLLOWER_DAYS, TIKTOK_OVERVIEW_DAYS
from agency.platforms.exports.layouts.tiktok_works import TIKTOK_WORKS
from agency.platforms.exports.layouts.xiaohongshu_notes import XIAOHONGSHU_NOTES
from agency.platforms.exports.layouts.youtube_table import YOUTUBE_TABLE

LAYOUTS: tuple[Layout, ...] = (
    DOUYIN_WORKS,
    DOUYIN_OVERVIEW_DAYS,
    DOUYIN_METRIC_DAYS,
    DOUYIN_WORK,
    XIAOHONGSHU_NOTES,
    CHANNELS_POSTS,
    CHANNELS_PLAY_DAYS,
    CHANNELS_FOLLOWER_DAYS,
    BILIBILI_WORKS,
    KUAISHOU_WORKS,
    YOUTUBE_TABLE,
    TIKTOK_WORKS,
    TIKTOK_OVERVIEW_DAYS,
    TIKTOK_FOLLOWER_DAYS,
)
