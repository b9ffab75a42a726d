-- 新建的 PostgreSQL 里的两个库: 业务数据和 Prefect 自己的表。
CREATE DATABASE records;
CREATE DATABASE prefect;
