package io.millrace.processing.functions.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.documents.GivenDocument;
import io.vertx.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of the CloudFormation template reference guide where it gives any. */
class EvaluatorTest {

    private static final String TEMPLATE = """
            Parameters:
              Stage: {Type: String, Default: test}
              Count: {Type: Number, Default: 3}
              Topics: {Type: CommaDelimitedList, Default: "quakes, alerts"}
              Nets: {Type: "List<AWS::EC2::Subnet::Id>", Default: ""}
            Mappings:
              RegionMap:
                us-east-1: {HVM64: ami-0ff8a91507f77f867, Zones: [a, b]}
                us-west-1: {HVM64: ami-0bdb828fd58c52235}
            Conditions:
              IsTest: !Equals [!Ref Stage, test]
              IsProd: !Not [!Condition IsTest]
              Both: !And [!Condition IsTest, Condition: IsProd]
              Either: !Or [!Condition IsTest, !Condition IsProd, !Equals [a, b]]
              Numbers: !Equals [!Ref Count, 3]
            Resources:
              Alerts: {Type: AWS::Serverless::Function, Properties: {Handler: a.b}}
              Named: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Sub "${Stage}-named"}}
              Cluster: {Type: AWS::MSK::Cluster}
              Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Named, Name: live}}
              Queue: {Type: AWS::SQS::Queue}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain                                                          | "plain"
            {a: [1, true, null, 1.5], b: {c: d}}                           | {"a":[1,true,null,1.5],"b":{"c":"d"}}
            !Ref Stage                                                     | "test"
            {Ref: Stage}                                                   | "test"
            !Ref Count                                                     | "3"
            !Ref Topics                                                    | ["quakes","alerts"]
            !Ref Nets                                                      | [""]
            !Ref Alerts                                                    | "alerts"
            !Ref Named                                                     | "test-named"
            !Ref Live                                                      | "test-named"
            !Ref AWS::Region                                               | "us-east-1"
            !Ref AWS::AccountId                                            | "123456789012"
            !Ref AWS::Partition                                            | "aws"
            !Ref AWS::URLSuffix                                            | "amazonaws.com"
            !Ref AWS::StackName                                            | "millrace"
            !Ref AWS::StackId                                              | "arn:aws:cloudformation:us-east-1:123456789012:stack/millrace/1"
            !Ref AWS::NotificationARNs                                     | []
            {a: !Ref AWS::NoValue, b: [!Ref AWS::NoValue, 1]}              | {"b":[1]}
            !GetAtt Alerts.Arn                                             | "arn:aws:lambda:us-east-1:123456789012:function:alerts"
            !GetAtt [Named, Arn]                                           | "arn:aws:lambda:us-east-1:123456789012:function:test-named"
            {"Fn::GetAtt": [Cluster, Arn]}                                 | "arn:aws:kafka:us-east-1:123456789012:cluster/cluster/1"
            !Ref Cluster                                                   | "arn:aws:kafka:us-east-1:123456789012:cluster/cluster/1"
            !GetAtt Queue.Arn                                              | "arn:given"
            !Sub "${Stage}-${AWS::Region}-${Alerts.Arn}"                   | "test-us-east-1-arn:aws:lambda:us-east-1:123456789012:function:alerts"
            !Sub "www.${Domain}"                                           | "www.given.example"
            !Sub ["${a}/${Stage}/${a}", {a: !Select [0, !Ref Topics]}]     | "quakes/test/quakes"
            !Sub "${!Literal} costs $5 {x}"                                | "${Literal} costs $5 {x}"
            !Sub "${millrace:bootstrapServers},${env:MORE}"                | "${millrace:bootstrapServers},${env:MORE}"
            {"Fn::Sub": "${Count}"}                                        | "3"
            !Join [":", [a, b, c]]                                         | "a:b:c"
            !Join ["", ["arn:", !Ref AWS::Partition, 5, true]]             | "arn:aws5true"
            !Join [",", !Ref Topics]                                       | "quakes,alerts"
            !Join ["-", [a, !Ref AWS::NoValue, b]]                         | "a-b"
            !Select ["1", [apples, grapes, oranges, mangoes]]              | "grapes"
            !Select [0, [{a: 1}]]                                          | {"a":1}
            !Split ["#", "a#b#c"]                                          | ["a","b","c"]
            !Split ["#", "a##c#"]                                          | ["a","","c",""]
            !Select [2, !Split [",", "subnet-1,subnet-2,subnet-3"]]        | "subnet-3"
            !If [IsTest, small, large]                                     | "small"
            !If [IsProd, small, {x: !Ref Stage}]                           | {"x":"test"}
            !If [Both, 1, 2]                                               | 2
            !If [Either, 1, 2]                                             | 1
            !If [Numbers, 1, 2]                                            | 1
            {a: !If [IsProd, 1, !Ref AWS::NoValue]}                        | {}
            !If [IsTest, 1, !Ref NotLookedAt]                              | 1
            !Equals [a, a]                                                 | true
            !FindInMap [RegionMap, !Ref AWS::Region, HVM64]                | "ami-0ff8a91507f77f867"
            !FindInMap [RegionMap, us-east-1, Zones]                       | ["a","b"]
            !FindInMap [RegionMap, eu-north-1, HVM64, DefaultValue: none]  | "none"
            !FindInMap [RegionMap, x, y, {DefaultValue: !Ref Stage}]       | "test"
            !Base64 AWS CloudFormation                                     | "QVdTIENsb3VkRm9ybWF0aW9u"
            {"Fn::Base64": !Sub "${Stage}é"}                               | "dGVzdMOp"
            {"Fn::Length": [1, {a: b}, !Ref Stage]}                        | 3
            {"Fn::Length": !Ref Topics}                                    | 2
            {"Fn::ToJsonString": {key1: value1, key2: !Ref Stage}}         | "{\\"key1\\":\\"value1\\",\\"key2\\":\\"test\\"}"
            {"Fn::ToJsonString": [1, !Ref AWS::NoValue, x]}                | "[1,\\"x\\"]"
            !Cidr ["192.168.0.0/24", 6, 5]                                 | ["192.168.0.0/27","192.168.0.32/27","192.168.0.64/27","192.168.0.96/27","192.168.0.128/27","192.168.0.160/27"]
            !Cidr ["10.0.0.0/16", 2]                                       | ["10.0.0.0/24","10.0.1.0/24"]
            !Select [1, !Cidr ["2001:db8::/56", 2, 64]]                    | "2001:db8:0:1:0:0:0:0/64"
            !GetAZs us-east-1                                              | ["us-east-1a","us-east-1b","us-east-1c"]
            !GetAZs ""                                                     | ["us-east-1a","us-east-1b","us-east-1c"]
            !ImportValue network-Brokers                                   | "b-1:9092"
            {"Fn::ForEach::T": [N, !Ref Topics, {"X${N}": [!Ref N, "&{N}"]}], y: 1} | {"Xquakes":["quakes","quakes"],"Xalerts":["alerts","alerts"],"y":1}
            {"Fn::ForEach::A": [I, [1, 2], {"Fn::ForEach::B": [J, [x, y], {"${I}${J}": !Sub "${J}-${Stage}"}]}]} | {"1x":"x-test","1y":"y-test","2x":"x-test","2y":"y-test"}
            """)
    void givesWhatCloudFormationGives(String value, String expected) {
        GivenDocument document = given(value);

        Object evaluated = new Evaluator(document).evaluate(document.document().getValue("Value"), "Value");

        assertThat(document.problems()).isEmpty();
        assertThat(Json.encode(evaluated)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            !Ref Stge                               | 1:8 Value.Ref: there is no parameter and no resource Stge. Write Stage.
            !Ref AWS::Regoin                        | 1:8 Value.Ref: there is no parameter and no resource AWS::Regoin. Write AWS::Region.
            !Ref Other                              | 1:8 Value.Ref: Other is not known here: no AWS::SNS::Topic is made. Give it with --parameter-overrides Other=VALUE.
            !GetAtt Other.TopicName                 | 1:8 Value.Fn::GetAtt: Other.TopicName is not known here: no AWS::SNS::Topic is made. Give it with --parameter-overrides Other.TopicName=VALUE.
            !GetAtt Alerts                          | 1:8 Value.Fn::GetAtt: 'Alerts' names no attribute. Write Resource.Attribute.
            [1, !Sub "${Nope}", !Sbu x]             | 1:12 Value[1].Fn::Sub: there is no parameter and no resource Nope. Write One.; 1:28 Value[2].Fn::Sbu: there is no function Fn::Sbu. Write Fn::Sub.
            !Join [a]                               | 1:8 Value.Fn::Join: Fn::Join takes a list of 2 values. Write […, …] after it.
            !Join [",", abc]                        | 1:20 Value.Fn::Join[1]: Fn::Join takes a list here. Write a list, or a function that gives one.
            !Join [",", [[a]]]                      | 1:20 Value.Fn::Join[1]: this is a list, not a text. Write a text, or a function that gives one.
            !Select [3, [a, b]]                     | 1:8 Value.Fn::Select: there is no item 3 in a list of 2. Count from 0.
            !Select [x, [a, b]]                     | 1:17 Value.Fn::Select[0]: 'x' is not a number from 0 to 2147483647. Write such a number.
            !Split ["", abc]                        | 1:8 Value.Fn::Split: the delimiter is empty. Write at least one character.
            !If [Nope, 1, 2]                        | 1:13 Value.Fn::If[0]: there is no condition Nope. Remove it, or use one of Bad, Circle, Ring.
            !If [Circle, 1, 2]                      | 3:59 Conditions.Ring.Condition: the condition Circle depends on itself: Circle → Ring → Circle. Break the circle.
            !If [Bad, 1, 2]                         | 3:73 Conditions.Bad: 'yes' is no condition. Write Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.
            !FindInMap [Map, a, b]                  | 1:8 Value.Fn::FindInMap: the mapping Map has nothing under a, b. Add it, or a fourth value {DefaultValue: …}.
            !FindInMap [Mop, a, b]                  | 1:8 Value.Fn::FindInMap: there is no mapping Mop. Write Map.
            !Cidr ["10.0.0.0/30", 5, 1]             | 1:8 Value.Fn::Cidr: 10.0.0.0/30 has no room for 5 blocks of 1 bits. Ask for fewer or smaller ones.
            !Cidr ["10.0.0/30", 5]                  | 1:8 Value.Fn::Cidr: '10.0.0/30' is not a block of addresses. Write one such as 10.0.0.0/16.
            !Cidr ["999.0.0.0/8", 5]                | 1:8 Value.Fn::Cidr: '999.0.0.0/8' is not a block of addresses. Write one such as 10.0.0.0/16.
            {"Fn::ToJsonString": !Ref AWS::NoValue} | 1:29 Value.Fn::ToJsonString: this is nothing. Write a value.
            !ImportValue other-Vpc                  | 1:8 Value.Fn::ImportValue: other-Vpc is exported by another stack, which only its AWS account knows. Give it with --parameter-overrides other-Vpc=VALUE.
            !Transform {Name: AWS::Include}         | 1:8 Value.Fn::Transform: Fn::Transform calls a macro, which runs in an AWS account. Write out what it gives.
            {"Fn::Sub": a, b: c}                    | 1:20 Value.Fn::Sub: Fn::Sub stands beside other keys. Indent it below the key it is the value of.
            "{{resolve:ssm:/a}}"                    | 1:8 Value: '{{resolve:ssm:/a}}' is looked up in an AWS account. Write the value, or a parameter; ${env:NAME} takes it from the node's environment.
            !Ref One                                | 7:65 Resources.Two.Properties.FunctionName.Ref: One refers to itself: One → Two → One. Break the circle.
            """)
    void saysWhatIsWrongAndWhere(String value, String expected) {
        GivenDocument document = new GivenDocument("Value: " + value + """

                Parameters: {Stage: {Type: String, Default: test}}
                Conditions: {Circle: {Condition: Ring}, Ring: {Condition: Circle}, Bad: "yes"}
                Mappings: {Map: {c: {d: 1}}}
                Resources:
                  One: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Ref Two}}
                  Two: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Ref One}}
                  Alerts: {Type: AWS::Lambda::Function}
                  Named: {Type: AWS::Lambda::Function}
                  Other: {Type: AWS::SNS::Topic}
                """);

        assertThatThrownBy(() ->
                        new Evaluator(document).evaluate(document.document().getValue("Value"), "Value"))
                .isInstanceOf(Unresolved.class);

        assertThat(String.join("; ", document.problems())).isEqualTo(expected);
    }

    @Test
    void aStandInForWhatTheAccountKnowsIsToldOnceAndCanBeGiven() {
        GivenDocument document = given("[!Ref AWS::Region, !Sub '${AWS::Region}', !Ref AWS::AccountId]")
                .with("AWS::AccountId", "999999999999");

        Object evaluated = new Evaluator(document).evaluate(document.document().getValue("Value"), "Value");

        assertThat(Json.encode(evaluated)).isEqualTo("[\"us-east-1\",\"us-east-1\",\"999999999999\"]");
        assertThat(document.warnings())
                .containsExactly("1:9 Value[0].Ref: AWS::Region is us-east-1 here;"
                        + " --parameter-overrides AWS::Region=VALUE gives another.");
    }

    private static GivenDocument given(String value) {
        return new GivenDocument("Value: " + value + "\n"
                        + TEMPLATE.replace("\nMappings:", "\n  Domain: {Type: String}\nMappings:"))
                .with("Domain", "given.example")
                .with("Queue.Arn", "arn:given")
                .with("network-Brokers", "b-1:9092");
    }
}
