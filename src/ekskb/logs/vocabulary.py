"""Words and phrases by how common they are in logs. The tiers are explained in `background`."""

from __future__ import annotations

SENTENCE = """
a about above after again all already also always am an and another any are as at be because been before
being below between both but by came can cannot can't come could did didn't do does doesn't doing don't
done down during each either else enough etc even ever every few first for from further get gets getting
give given go goes going got had has have having here how however i if in instead into is isn't it its
itself just keep last later least less let like likely made make makes many may maybe me might more most
much must my need needed needs never next no non nor not nothing now of off often on once one only onto
or other others our out over own per perhaps please possible put rather really run running same second
see seen several shall she should since so some something soon still such take taken takes than that the
their them then there these they thing this those though through thus to together too two three four
five under until up upon us use used useful uses using via very want was way we well were what when
where whether which while who whole whose why will with within without won't would yes yet you your able
across actually along among around away back become becomes behind best better beyond certain clear
close correctly currently directly due end entire exactly following found full good high immediately
including inside large left long low main means new normally note number old open part properly quickly
right set show shown side similar simply small specific start step sure time times total true try trying
unless usually value values various whenever 확인 있음 없음 경우 발생 상태 으로 에서 하는 하지 니다 합니
습니 했다 한다 된다 되는 되어 있는 있다 없는 없다 때문 문제 해결 원인 증상 이후 이전 실행 설정 변경 사용
요청 에러 오류 실패 추가 적용 수정 로그 서버 서비 비스 필요
"""
LOG = """
access action active add added additional address app application applied args array attempt attempts
auto available bad base begin body boolean buffer build bytes call called calls cause caused caller
check checked checking checks class client cluster code command complete completed component config
configuration configured connect connected connecting connection connections container content context
control controller core count cpu create created creating creation current data database date debug
default delete deleted deleting desc description detail details detected dev dial directory disabled
disk does domain enabled endpoint entry env environment err error errors event events exception execute
executed execution exec exist exists exit exited expected external fail failed failing fails failure
failures false fatal field file files finished flag for format func function get got group handler
header headers health healthy hint host hostname http https id identifier image index info information
init initialization initialize initialized initializing input instance interface internal invalid invoke
io ip item java job json key keys kind label length level limit line list listen listener listening load
loaded loading local location log logger logging logs loop manager map match max maximum memory message
messages metadata method metric metrics min minimum mode module msg name names net network node nodes
none null object ok operation option options org output package parameter parse parsing pass password
path pending performance pid policy pool port post process processed processing property protocol
provider proxy public query queue read reading ready reason reasons received receive record refused
regex region register registered release remote remove removed replica report request requested requests
required requires res reset resource resources response restart restarted restarting result results
resume retries retry retrying return returned returns role root rpc rule run runner runtime save scan
schema scope script search section secret secure security select send sending sent server service
services session setting settings setup shared shutdown signal size skip skipped skipping socket source
spec src stack stage standard started starting startup starts state status stop stopped stopping storage
store stream string success successful successfully support sync system table tag tags target task tasks
tcp template temporary test thread threads timed timeout timestamp tls token topic trace traceback
transaction transport type types undefined unable unavailable unexpected unknown unsupported update
updated updating upload uri url usage user username users util valid validate validation var variable
version versions view volume wait waiting warn warning worker workers write writing wrong zone com www
github go golang main http2 api api1 v1 v2 v1beta1 v1alpha1 amd64 linux x86 lib usr bin opt etc tmp home
python python3 site packages py js ts node_modules dist html css text plain utf8 utf
"""
PLATFORM = """
argocd aws eks kubernetes k8s kubectl kubelet kube namespace namespaces pod pods deployment deployments
daemonset statefulset replicaset replicasets configmap secrets svc crd webhook admission ingress gateway
route routes helm chart charts terraform docker containerd istio envoy sidecar nginx redis postgres
postgresql mysql kafka rabbitmq prometheus grafana loki tempo otel opentelemetry jaeger s3 ec2 iam rds
ecr elb alb nlb vpc subnet route53 cloudwatch arn amazonaws account accounts serviceaccount prod
production stg staging cluster1 spring springframework boot tomcat hikari hibernate jdbc apache netty
sql mount mounted scheduled assigned pulled pulling crashloopbackoff backoff unhealthy probe readiness
liveness replicas rollout sidecars events age restarts running mutating validating apiserver etcd
coredns scheduler controllers operator operators reconcile reconciler reconciliation reconciling leader
lease watch informer reflector annotations labels selector owner uid generation terminated terminating
normal evicted node1 internal yaml yml manifest apply describe logs grep cat tail head echo curl jq exec
sudo bash sh cd ls mkdir export
"""
FAULT = """
abort aborted acquire allowed authentication authorization authorized authorize broken certificate
closed conflict corrupt crash crashed credentials deadline deadlock denied dns down dropped duplicate
empty encountered eof exceed exceeded exceeds exhausted expired fallback forbidden handshake illegal
incorrect insufficient interrupted issue issues killed lost lookup missing nil oom oomkilled overflow
panic pem permission permissions pipe pointer reach reached refuse rejected reject resolve restarting
segfault signed ssl sigterm sigkill stale stuck terminated throttled tls too unauthorized unhealthy
unreachable unresolved upstream downstream x509 verify violation 400 401 403 404 405 409 429 500 502 503
504
"""
# Phrases of which every pair of neighbours is worn out.
PHRASES = """
connection refused|context deadline exceeded|permission denied|not found|no such file or directory|
no such host|most recent call last|internal server error|bad request|exit code|exited with code|
status code|rpc error|code unknown|timed out|back off restarting failed container|
connection reset by peer|broken pipe|i o timeout|unexpected eof|dial tcp lookup|failed to|unable to|
already exists|does not exist|access denied|invalid argument|null pointer|out of memory|error occurred|
application run failed|goroutine 1 running|main main|an error|error from server|liveness probe failed|
readiness probe failed|startup probe failed|too many requests|service unavailable|bad gateway|
gateway timeout|upstream connect error|disconnect reset before headers|
invalid memory address or nil pointer dereference|panic runtime error|segmentation violation|
signal sigsegv|address already in use|failed to list|failed to watch|stack trace|
exception in thread main|uncaught exception|unhandled exception|cannot read properties of undefined|
null reference|key error|type error|value error|syntax error|name or service not known|
temporary failure in name resolution|no route to host|network is unreachable|operation timed out|
client timeout exceeded while awaiting headers|tls handshake timeout|certificate verify failed|
certificate signed by unknown authority|has expired|not authorized|is not allowed|
no space left on device|too large|rate limit exceeded|too long|not available|is unavailable|
shutting down|graceful shutdown|received signal|listening on port|started in|
ready to accept connections|new connection|health check|failed with error|error while|
an exception occurred|root cause|caused by|for details|for more information|please check|
please try again|no resources found in namespace|error syncing|sync failed|will retry|retry in|
operation not permitted|read only file system|no matching|not ready|not yet|has been|have been|
is already|failed to connect|failed to create|failed to start|failed to get|failed to update|
failed to load|failed to open|failed to read|failed to write|failed to initialize|could not be|
could not connect|unable to connect|connection closed|connection timed out|connection error|
request failed|request timeout|unexpected error|unknown error|process exited|container exited|pod is|
node is|image is|successfully assigned|created pod|started container|pulling image|
back off pulling image|0 nodes are available|nodes are available|is forbidden|user cannot
"""
