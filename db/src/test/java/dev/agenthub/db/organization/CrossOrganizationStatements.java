package dev.agenthub.db.organization;

import java.util.Map;

/** Every form of statement by which one organization could reach another's rows. */
final class CrossOrganizationStatements {
    /** %1$s is the table, %2$s our organization, %3$s the other one. Whole rows come back, so that any of theirs shows its organization. */
    static final Map<String, String> READS = Map.ofEntries(
            Map.entry("select", "select t::text from %1$s t"),
            Map.entry("select by organization", "select t::text from %1$s t where org_id = '%3$s'"),
            Map.entry("select with a condition that is always true",
                    "select t::text from %1$s t where org_id = '%2$s' or true"),
            Map.entry("select with an expression that runs early",
                    "select t::text from %1$s t where case when org_id = '%3$s' then 1 / (length(org_id::text) - 36) = 1 else true end"),
            Map.entry("only", "select t::text from only %1$s t"),
            Map.entry("table", "select x.* from (table %1$s) x"),
            Map.entry("join to itself", "select a::text, b::text from %1$s a full join %1$s b on a.org_id <> b.org_id"),
            Map.entry("join to the organizations",
                    "select a::text, b::text from %1$s a right join hub.organization b using (org_id)"),
            Map.entry("lateral",
                    "select x.* from hub.organization o, lateral (select t::text from %1$s t where t.org_id = o.org_id) x"),
            Map.entry("common table expression",
                    "with recursive t as materialized (select * from %1$s) select t::text from t"),
            Map.entry("union", "select org_id::text from %1$s union all select '' union select t::text from %1$s t"),
            Map.entry("except", "select org_id::text from %1$s except select '%2$s'"),
            Map.entry("window", "select org_id::text, count(*) over (partition by org_id) from %1$s"),
            Map.entry("grouping sets", "select org_id::text, count(*) from %1$s group by grouping sets ((org_id), ())"),
            Map.entry("sample", "select t::text from %1$s t tablesample bernoulli (100)"),
            Map.entry("physical place",
                    "select t::text from %1$s t where ctid in ('(0,1)', '(0,2)', '(0,3)', '(0,4)')"),
            Map.entry("json", "select json_agg(t)::text from %1$s t"),
            Map.entry("xml", "select query_to_xml('select * from %1$s', true, true, '')::text"),
            Map.entry("for update", "select t::text from %1$s t for update"),
            Map.entry("for key share", "select t::text from %1$s t for key share skip locked"),
            Map.entry("cursor", "declare c cursor for select t::text from %1$s t; fetch all in c"),
            Map.entry("cursor with hold",
                    "declare c scroll cursor with hold for select t::text from %1$s t; fetch all in c"),
            Map.entry("prepared statement",
                    "prepare for_one (uuid) as select t::text from %1$s t where org_id = $1 or true; execute for_one ('%3$s'); deallocate for_one"),
            Map.entry("plan for anybody",
                    "set local plan_cache_mode = force_generic_plan; prepare for_all as select t::text from %1$s t; execute for_all; execute for_all; deallocate for_all"),
            Map.entry("no index",
                    "set local enable_indexscan = off; set local enable_bitmapscan = off; select t::text from %1$s t"),
            Map.entry("no sequential scan",
                    "set local enable_seqscan = off; select t::text from %1$s t order by org_id"),
            Map.entry("in parallel", "set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0;"
                    + "set local min_parallel_table_scan_size = 0; select t::text from %1$s t"),
            Map.entry("update returning", "update %1$s t set org_id = org_id where org_id = '%3$s' returning t::text"),
            Map.entry("delete returning", "delete from %1$s t where org_id = '%3$s' returning t::text"),
            Map.entry("explain analyze",
                    "explain (analyze, verbose, costs off) select * from %1$s where org_id <> '%2$s'"));

    /** Writes to another organization's rows: each is refused or changes nothing of theirs. */
    static final Map<String, String> WRITES = Map.ofEntries(
            Map.entry("update theirs", "update %1$s set org_id = org_id where org_id = '%3$s'"),
            Map.entry("update from theirs", "update %1$s t set org_id = o.org_id from %1$s o where o.org_id = '%3$s'"),
            Map.entry("update into theirs", "update %1$s set org_id = '%3$s'"),
            Map.entry("delete theirs", "delete from %1$s where org_id = '%3$s'"),
            Map.entry("delete using theirs",
                    "delete from %1$s t using %1$s o where o.org_id = t.org_id and t.org_id = '%3$s'"),
            Map.entry("delete all", "delete from %1$s"),
            Map.entry("insert select",
                    "insert into %1$s select (jsonb_populate_record(t, '{\"org_id\": \"%3$s\"}')).* from %1$s t"),
            Map.entry("insert on conflict do nothing",
                    "insert into %1$s select (jsonb_populate_record(t, '{\"org_id\": \"%3$s\"}')).* from %1$s t on conflict do nothing"),
            Map.entry("insert on conflict do update",
                    "insert into %1$s select (jsonb_populate_record(t, '{\"org_id\": \"%3$s\"}')).* from %1$s t on conflict (%4$s) do update set org_id = excluded.org_id"),
            Map.entry("insert into ours, update into theirs on conflict",
                    "insert into %1$s select * from %1$s on conflict (%4$s) do update set org_id = '%3$s'"),
            Map.entry("merge delete",
                    "merge into %1$s t using (values ('%3$s'::uuid)) v (org_id) on t.org_id = v.org_id when matched then delete"),
            Map.entry("merge update",
                    "merge into %1$s t using (values (1)) v (x) on true when matched then update set org_id = '%3$s'"),
            Map.entry("merge insert",
                    "merge into %1$s m using (select (jsonb_populate_record(t, '{\"org_id\": \"%3$s\"}')).* from %1$s t) v"
                            + " on false when not matched then insert values (v.*)"),
            Map.entry("write in a common table expression",
                    "with d as (delete from %1$s where org_id = '%3$s' returning 1), u as (update %1$s set org_id = '%3$s' returning 1) select * from d, u"));

    private CrossOrganizationStatements() {}
}
