# Programs that the verifier has refused once.
#@ compile verified.mto verified.mt
memtap -c 'calls --now --exit 3' verified.mto | grep '^@'
