package dev.agenthub.db.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StaticSqlTest {
    private static final String COLUMNS = "id, name";

    @Test
    void holdsWhatIsWrittenInAClassThatAsks() {
        assertThat(StaticSql.contains("select 'written here'")).isTrue();
        assertThat(StaticSql.contains("""
                select %s from workspace
                """)).isTrue();
    }

    @Test
    void holdsConstantsThatTheCompilerJoins() {
        assertThat(StaticSql.contains("select " + COLUMNS + " from workspace")).isTrue();
    }

    @Test
    void holdsNothingThatIsPutTogetherWhenItRuns() {
        String brought = getClass().getSimpleName();
        assertThat(StaticSql.contains("select '" + brought + "'")).isFalse();
        assertThat(StaticSql.contains("select '%s'".formatted(brought))).isFalse();
    }

    @Test
    void putsStatementsTogetherOfItsPartsAlone() {
        String where = StaticSql.of(" where name = :name", " and id = :id");
        String statement = StaticSql.of("select ", COLUMNS, " from member", where);
        assertThat(statement).isEqualTo("select id, name from member where name = :name and id = :id");
        assertThat(StaticSql.contains(statement)).isTrue();
        assertThat(StaticSql.contains(where)).isFalse();
        String brought = " or " + getClass().getSimpleName().isEmpty();
        assertThatThrownBy(() -> StaticSql.of("select ", COLUMNS, " from member", brought))
                .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining(brought);
    }

    @Test
    void holdsOnlyWhatReadsAndWritesRows() {
        assertThat(StaticSql.contains("prepare mine as select 1")).isFalse();
        assertThat(StaticSql.contains("set search_path = audit")).isFalse();
        assertThat(StaticSql.contains("deallocate all")).isFalse();
        assertThat(StaticSql.contains("select 1; deallocate all")).isFalse();
        assertThat(StaticSql.contains("selection of words")).isFalse();
    }

    @Test
    void holdsSeveralStatementsWhereEachReadsOrWritesRows() {
        assertThat(
                StaticSql.contains("select 1; update workspace set name = 'x';\nwith a as (select 1) select * from a"))
                .isTrue();
        assertThat(StaticSql.contains("select 1; select 2; set search_path = audit")).isFalse();
        assertThat(StaticSql.contains("set search_path = audit; select 1")).isFalse();
        assertThat(StaticSql.contains("select 1;")).isFalse();
    }
}
