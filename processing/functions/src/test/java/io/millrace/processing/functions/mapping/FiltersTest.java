package io.millrace.processing.functions.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {

    private static final Where HERE = Where.path("events[0].filterCriteria.filters[0].pattern");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"value":{"a":["x"]}}                                  | {"a":"x"}             | true
            {"value":{"a":["x"]}}                                  | {"a":"y"}             | false
            {"value":{"a":["x","y"]}}                              | {"a":"y"}             | true
            {"value":{"a":["x"],"b":[1]}}                          | {"a":"x","b":1}       | true
            {"value":{"a":["x"],"b":[1]}}                          | {"a":"x","b":2}       | false
            {"value":{"a":[5]}}                                    | {"a":5.0}             | true
            {"value":{"m":[{"numeric":[">=",4.5]}]}}               | {"m":4.5}             | true
            {"value":{"m":[{"numeric":[">=",4.5]}]}}               | {"m":4.49}            | false
            {"value":{"m":[{"numeric":[">",0,"<=",5]}]}}           | {"m":5}               | true
            {"value":{"m":[{"numeric":[">",0,"<=",5]}]}}           | {"m":0}               | false
            {"value":{"m":[{"numeric":["=",3.018e2]}]}}            | {"m":301.8}           | true
            {"value":{"a":[{"prefix":"us"}]}}                      | {"a":"us2000"}        | true
            {"value":{"a":[{"prefix":"us"}]}}                      | {"a":"ak2000"}        | false
            {"value":{"a":[{"suffix":".png"}]}}                    | {"a":"x.png"}         | true
            {"value":{"a":[{"suffix":".png"}]}}                    | {"a":"x.jpg"}         | false
            {"value":{"a":[{"anything-but":["x"]}]}}               | {"a":"y"}             | true
            {"value":{"a":[{"anything-but":["x"]}]}}               | {"a":"x"}             | false
            {"value":{"a":[{"anything-but":{"prefix":"x"}}]}}      | {"a":"xy"}            | false
            {"value":{"a":[{"exists":true}]}}                      | {"a":1}               | true
            {"value":{"a":[{"exists":true}]}}                      | {"b":1}               | false
            {"value":{"a":[{"exists":false}]}}                     | {"b":1}               | true
            {"value":{"a":[{"equals-ignore-case":"AbC"}]}}         | {"a":"aBc"}           | true
            {"value":{"a":[null]}}                                 | {"a":null}            | true
            {"value":{"a":[null]}}                                 | {"a":"null"}          | false
            {"value":{"a":[""]}}                                   | {"a":""}              | true
            {"value":{"a":[""]}}                                   | {"a":" "}             | false
            {"value":{"a":[{"wildcard":"a*z"}]}}                   | {"a":"abcz"}          | true
            {"value":{"a":[{"wildcard":"a*z"}]}}                   | {"a":"abc"}           | false
            {"value":{"ip":[{"cidr":"10.0.0.0/24"}]}}              | {"ip":"10.0.0.7"}     | true
            {"value":{"ip":[{"cidr":"10.0.0.0/24"}]}}              | {"ip":"10.0.1.7"}     | false
            {"value":{"$or":[{"a":["x"]},{"b":["x"]}]}}            | {"b":"x"}             | true
            {"value":{"$or":[{"a":["x"]},{"b":["x"]}]}}            | {"c":"x"}             | false
            {"value":{"a":["x"]}}                                  | {"a":["w","x"]}       | true
            {"value":{"a":["x"]}}                                  | {"a":["w"]}           | false
            {"value":{"a":{"b":["x"]}}}                            | {"a":{"b":"x"}}       | true
            {"value":["plain"]}                                    | plain                 | true
            {"value":[{"prefix":"pl"}]}                            | plain                 | true
            {"value":["plain"]}                                    | {"a":"plain"}         | false
            {"value":{"a":["x"]}}                                  | plain                 | false
            {"value":["plain"]}                                    | "plain"               | true
            {"value":["{a"]}                                       | {a                    | true
            {"value":["no"]}                                       | no                    | true
            {"value":["{\\"a\\":}"]}                               | {"a":}                | true
            {"topic":["quakes"],"partition":[3]}                   | plain                 | true
            {"topic":["quakes"],"partition":[4]}                   | plain                 | false
            {"key":["k"]}                                          | plain                 | true
            {"offset":[{"numeric":[">",8]}]}                       | plain                 | true
            {"timestampType":["LOG_APPEND_TIME"]}                  | plain                 | false
            {"$or":[{"key":["x"]},{"value":{"a":[1]}}]}            | {"a":1}               | true
            """)
    void matchesAsLambdaDoes(String pattern, String value, boolean passes) {
        assertThat(FilterPattern.check(pattern, HERE)).isEmpty();
        Filters filters = new Filters(List.of(pattern));
        assertThat(filters.test(Given.record(3, 9, "k", value))).isEqualTo(passes);
    }

    @Test
    void oneOfTheFiltersIsEnough() {
        Filters filters = new Filters(List.of("{\"value\":{\"a\":[1]}}", "{\"value\":{\"b\":[1]}}"));
        assertThat(filters.test(Given.record(0, 0, null, "{\"b\":1}"))).isTrue();
        assertThat(filters.test(Given.record(0, 0, null, "{\"c\":1}"))).isFalse();
    }

    @Test
    void aRecordWithoutValueHasNone() {
        assertThat(new Filters(List.of("{\"value\":{\"a\":[1]}}")).test(Given.record(0, 0, "k", null)))
                .isFalse();
        assertThat(new Filters(List.of("{\"value\":[{\"exists\":false}]}")).test(Given.record(0, 0, "k", null)))
                .isTrue();
    }

    @Test
    void whatIsNestedTooDeepIsNoJson() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(new Filters(List.of("{\"value\":{\"a\":[1]}}")).test(Given.record(0, 0, null, deep)))
                .isFalse();
    }

    /** A value cannot end what it stands in and pass for another field of its record. */
    @Test
    void aValueStaysAValue() {
        Filters filters = new Filters(List.of("{\"key\":[\"secret\"]}", "{\"value\":{\"z\":[1]}}"));
        assertThat(filters.test(Given.record(0, 0, null, "{\"a\":1},\"key\":\"secret\",\"b\":{\"c\":1}")))
                .isFalse();
        assertThat(filters.test(Given.record(0, 0, null, "1,\"key\":\"secret\"")))
                .isFalse();
        assertThat(filters.test(Given.record(0, 0, null, "\"a\",\"key\":\"secret\"")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"value":                                     | line 1, column 10
            {"value":{"a":5}}                             | "a" must be an object or an array
            {"value":{"a":[{"numeric":[">","x"]}]}}       | before 'x"]}]}}'
            {"value":{"a":[{"nonsense":3}]}}              | Unrecognized match type nonsense
            {}                                            | Empty objects are not allowed
            {"value":[]}                                  | Empty arrays are not allowed
            []                                            | Filter is not an object
            {"data":{"a":[1]}}                            | over 'data', which records of Kafka do not have
            """)
    void saysWhereAPatternIsWrong(String pattern, String what) {
        Problem problem = FilterPattern.check(pattern, HERE).orElseThrow();
        assertThat(problem.what()).contains(what);
        assertThat(problem.where()).isEqualTo(HERE);
    }
}
